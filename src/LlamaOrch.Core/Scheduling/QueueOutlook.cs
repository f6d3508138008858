namespace LlamaOrch.Core.Scheduling;

/// <summary>How a waiting task stands at one moment.</summary>
/// <param name="Position">
/// How many start before it if nothing else comes, the starvation bound of batch tasks counted in; 0 for the next one.
/// </param>
/// <param name="Depth">How many wait for the model, itself included.</param>
/// <param name="Start">When it will start; null while nothing is known to base it on.</param>
/// <param name="OnTimeProbability">
/// How likely it ends by its deadline, 0 to 1; null without a deadline or without a prediction.
/// </param>
public sealed record QueueOutlook(int Position, int Depth, StartPrediction? Start, double? OnTimeProbability);
