namespace LlamaOrch.Contracts.Nodes;

/// <summary>What a daemon needs a disk for.</summary>
public enum DiskPurpose
{
    /// <summary>Its state: database, journal, handoff files.</summary>
    Data,

    /// <summary>The folder of model files.</summary>
    Models,
}
