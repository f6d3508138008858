namespace LlamaOrch.PoolManager.Supervision;

/// <summary>How long an engine process may take for what.</summary>
/// <param name="StartMax">From its start to its first healthy answer.</param>
/// <param name="SilentMax">Without any answer, until it is taken for hung.</param>
/// <param name="WatchInterval">How often its silence is looked at.</param>
internal sealed record EngineLifeLimits(TimeSpan StartMax, TimeSpan SilentMax, TimeSpan WatchInterval);
