using LlamaOrch.Core.Ports;

namespace LlamaOrch.Orchestrator.Tests.Scenes;

/// <summary>A store that says who owns it as a test wants it to.</summary>
internal sealed class FaultyOwnership : IStoreOwnership
{
    /// <summary>What it says; null for nothing wrong.</summary>
    public StorageException? Failure { get; set; }

    public void Prove()
    {
        if (Failure is not null)
            throw Failure;
    }
}
