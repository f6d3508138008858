namespace LlamaOrch.Bench.Predictions;

/// <summary>What a task was told at its admission, and what came true.</summary>
/// <param name="Position">How many were to start before it.</param>
/// <param name="PredictedMs">When it was to start, milliseconds; null when nothing was said.</param>
/// <param name="Confidence">How likely that was to be nearly right.</param>
/// <param name="ActualMs">How long it waited for its slot, milliseconds.</param>
internal sealed record PredictedTask(int Position, double? PredictedMs, double? Confidence, double ActualMs)
{
    /// <summary>How far off the prediction was, milliseconds.</summary>
    public double ErrorMs => Math.Abs(ActualMs - PredictedMs!.Value);

    /// <summary>Whether it was as near as the confidence speaks of.</summary>
    public bool IsNear => ErrorMs <= Math.Max(PredictedMs!.Value / 4, 100);
}
