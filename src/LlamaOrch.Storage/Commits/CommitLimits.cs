namespace LlamaOrch.Storage.Commits;

/// <summary>Bounds of a group commit.</summary>
public sealed record CommitLimits
{
    /// <summary>Most writes of one commit. Default 512: more make a commit longer and hardly cheaper.</summary>
    public int BatchMax { get; init; } = 512;

    /// <summary>Most writes that wait; more are refused. Default 65,536.</summary>
    public int WaitingMax { get; init; } = 65_536;
}
