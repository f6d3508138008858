using LlamaOrch.Client.Metrics;

namespace LlamaOrch.Client.Diagnosis.Checks;

/// <summary>Whether the clocks agree: each node's with the control plane's, and that with this machine's.</summary>
internal sealed class ClockCheck : ICheck
{
    // A heartbeat may be on its way for a while; below this nothing can be told.
    private static readonly TimeSpan SkewMin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SkewBad = TimeSpan.FromSeconds(30);

    public IEnumerable<Finding> Examine(FleetPicture fleet)
    {
        bool isWell = true;
        foreach (MetricSeries series in fleet.After.Of("orchd_node_clock_skew_seconds"))
        {
            TimeSpan skew = TimeSpan.FromSeconds(Math.Clamp(series.Value, -1e9, 1e9));
            if (skew.Duration() < SkewMin)
                continue;
            isWell = false;
            yield return Skewed(series["node_id"], $"The clock of {series["node_id"]}", skew, "the control plane's");
        }

        if (fleet.ClockDifference is TimeSpan here && here.Duration() >= SkewMin)
        {
            isWell = false;
            yield return Skewed(null, "The control plane's clock", here, "this machine's");
        }

        if (isWell)
            yield return Finding.Well("clock-skew", "The clocks agree.");
    }

    private static Finding Skewed(string? subject, string whose, TimeSpan skew, string other) => new()
    {
        Id = "clock-skew",
        Severity = skew.Duration() >= SkewBad ? Severity.Error : Severity.Warning,
        Subject = subject,
        What = $"{whose} is {skew.Duration().TotalSeconds:0.0} s {(skew > TimeSpan.Zero ? "ahead of" : "behind")} "
            + $"{other}.",
        Why = "Logs of two machines can't be put in order, and certificates and deadlines are judged wrongly.",
        Advice = "Let a time service (chrony, systemd-timesyncd) set the clock: 'timedatectl' shows whether one does.",
    };
}
