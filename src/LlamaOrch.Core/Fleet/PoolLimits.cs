namespace LlamaOrch.Core.Fleet;

/// <summary>Bounds on what a node may report of a pool.</summary>
public static class PoolLimits
{
    /// <summary>Most slots of one pool: beyond what any engine batches.</summary>
    public const int SlotsMax = 4096;

    /// <summary>Most models that a pool may list as available.</summary>
    public const int ModelsMax = 4096;

    /// <summary>Most model files that a node may report beside those of its pools.</summary>
    public const int NodeModelsMax = 1024;

    /// <summary>Longest text of a report, characters: versions, and the sentence that says why a pool failed.</summary>
    public const int TextLengthMax = 4096;
}
