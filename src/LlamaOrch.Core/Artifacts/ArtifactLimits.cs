namespace LlamaOrch.Core.Artifacts;

/// <summary>How much is kept and for how long.</summary>
public sealed record ArtifactLimits
{
    /// <summary>
    /// Largest artifact that lies in the store itself, bytes. Default 16 KiB: beside it a file of its own, made durable
    /// by itself, costs more than the row.
    /// </summary>
    public int InlineBytesMax { get; init; } = 16 * 1024;

    /// <summary>Most bytes of all artifacts together. Default 1 GiB.</summary>
    public long BytesMax { get; init; } = 1L << 30;

    /// <summary>Longest time that an artifact is kept after it was stored last. Default 30 days.</summary>
    public TimeSpan AgeMax { get; init; } = TimeSpan.FromDays(30);
}
