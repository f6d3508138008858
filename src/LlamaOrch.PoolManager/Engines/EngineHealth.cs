namespace LlamaOrch.PoolManager.Engines;

/// <summary>How an engine answered when it was last asked.</summary>
internal enum EngineHealth
{
    /// <summary>Not asked yet.</summary>
    Unknown,

    /// <summary>It takes work.</summary>
    Ok,

    /// <summary>It is there and loads its model.</summary>
    Loading,

    /// <summary>It did not answer in time; a busy machine may be why, so once is no verdict.</summary>
    Silent,

    /// <summary>It refuses connections, or answers what no such engine answers.</summary>
    Down,
}
