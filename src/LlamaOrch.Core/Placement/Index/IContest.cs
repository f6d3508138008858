namespace LlamaOrch.Core.Placement.Index;

/// <summary>Says which of two pools is better for a task that wants nothing in particular.</summary>
internal interface IContest
{
    /// <summary>The better one of two pools, all by index.</summary>
    int Winner(int left, int right);
}
