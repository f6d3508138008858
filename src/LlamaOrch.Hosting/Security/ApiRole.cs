namespace LlamaOrch.Hosting.Security;

/// <summary>What the holder of a key may do.</summary>
public enum ApiRole
{
    /// <summary>Send requests and tasks, and look at the fleet.</summary>
    Client,

    /// <summary>Join the fleet, report and leave; on a node: serve as its control plane.</summary>
    Node,

    /// <summary>Everything.</summary>
    Admin,
}
