namespace LlamaOrch.PoolManager.Registration;

/// <summary>How the control plane answered.</summary>
internal enum LinkOutcome
{
    /// <summary>As it should.</summary>
    Success,

    /// <summary>Not at all, or with an error.</summary>
    Error,

    /// <summary>It does not take our token.</summary>
    Unauthorized,

    /// <summary>Another agent with our node id is alive, or a pool of ours is another node's.</summary>
    Conflict,

    /// <summary>It does not know this node: register again.</summary>
    NotRegistered,
}
