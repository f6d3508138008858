using LlamaOrch.Hosting.Exposition;

namespace LlamaOrch.Orchestrator.Metrics;

/// <summary>The series of one queue: how many wait, and since when the first of them does.</summary>
internal sealed class QueueSeries(GaugeSeries depth, GaugeSeries age)
{
    private DateTimeOffset? since;

    public bool IsEmpty => since is null;

    public void Show(int waiting, DateTimeOffset? oldest)
    {
        since = oldest;
        depth.Set(waiting);
    }

    /// <summary>An age grows while nothing happens, so it is computed when somebody looks.</summary>
    public void ShowAge(DateTimeOffset now) =>
        age.Set(since is DateTimeOffset begun ? Math.Max(0, Math.Round((now - begun).TotalSeconds, 3)) : 0);
}
