namespace LlamaOrch.Tools.TinyModel.Training;

/// <summary>How far a training has come.</summary>
/// <param name="Steps">Optimizer steps done.</param>
/// <param name="Tokens">Tokens seen.</param>
/// <param name="Elapsed">Wall time spent, over all runs.</param>
public sealed record TrainingProgress(long Steps, long Tokens, TimeSpan Elapsed);
