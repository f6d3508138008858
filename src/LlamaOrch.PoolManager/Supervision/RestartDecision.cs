namespace LlamaOrch.PoolManager.Supervision;

/// <summary>What to do after a crash.</summary>
/// <param name="Delay">How long to wait until the restart; null when there shall be none.</param>
/// <param name="Crashes">Crashes within the window, this one included.</param>
internal readonly record struct RestartDecision(TimeSpan? Delay, int Crashes);
