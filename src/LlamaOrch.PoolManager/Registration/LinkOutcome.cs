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

    /// <summary>It does not know this node: register again.</summary>
    NotRegistered,
}
