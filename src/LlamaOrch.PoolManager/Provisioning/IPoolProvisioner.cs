namespace LlamaOrch.PoolManager.Provisioning;

/// <summary>Sees to it that one pool has an engine.</summary>
internal interface IPoolProvisioner
{
    /// <summary>Runs until the token is canceled; on return nothing that it started runs any more.</summary>
    Task RunAsync(CancellationToken stopping);

    /// <summary>Starts the engine anew, also after it was given up.</summary>
    void Restart();

    /// <summary>Starts the engine when it was given up; leaves one that runs alone.</summary>
    void Preload();
}
