namespace LlamaOrch.Contracts.Http;

/// <summary>Routes of the node agent that the control plane calls on its own.</summary>
public static class NodeRoutes
{
    /// <summary>Asks the node to report to its control plane at once.</summary>
    public const string Rejoin = "/v2/rejoin";
}
