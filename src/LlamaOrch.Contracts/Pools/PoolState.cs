namespace LlamaOrch.Contracts.Pools;

/// <summary>Where a pool is in its life.</summary>
public enum PoolState
{
    /// <summary>The engine is being started or loads its model.</summary>
    Initializing,

    /// <summary>The engine answers its health check and takes work.</summary>
    Ready,

    /// <summary>Running work ends, no new work is taken.</summary>
    Draining,

    /// <summary>The engine could not be started, or fell over too often.</summary>
    Failed,

    /// <summary>The engine is gone.</summary>
    Offline,
}
