using System.Globalization;
using System.Text.RegularExpressions;

namespace LlamaOrch.Ops.Tests.Live.Incidents;

/// <summary>
/// Our files with all times divided by one factor: windows, waits, and the ages that alerts compare with. Counts and
/// shares stay as they are. A health check is slow ten times later: on a machine with other work 100 ms are no sign of
/// anything, and an alert that is right would not end.
/// </summary>
/// <param name="factor">By how much faster everything goes.</param>
internal sealed partial class ScaledTimes(int factor)
{
    /// <summary>How much longer a health check may take than in our files.</summary>
    public const int SlownessFactor = 10;

    private static readonly Dictionary<string, double> UnitsMs = new()
    {
        ["s"] = 1_000,
        ["m"] = 60_000,
        ["h"] = 3_600_000,
        ["d"] = 86_400_000,
    };

    /// <summary>The rules.</summary>
    public string Rules(string rules)
    {
        string scaled = Windows().Replace(rules, window => $"[{Scaled(window)}]");
        scaled = Waits().Replace(scaled, wait => $"for: {Scaled(wait)}");
        scaled = Latencies().Replace(scaled, latency => latency.Groups["before"].Value
            + (int.Parse(latency.Groups["ms"].Value, CultureInfo.InvariantCulture) * SlownessFactor)
                .ToString(CultureInfo.InvariantCulture));
        return Ages().Replace(scaled, age => age.Groups["before"].Value
            + (double.Parse(age.Groups["seconds"].Value, CultureInfo.InvariantCulture) / factor)
                .ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The configuration of Alertmanager.</summary>
    public string Alertmanager(string configuration) => Intervals().Replace(
        configuration, interval => $"{interval.Groups["name"].Value}: {Scaled(interval)}");

    private string Scaled(Match duration)
    {
        double milliseconds = double.Parse(duration.Groups["count"].Value, CultureInfo.InvariantCulture)
            * UnitsMs[duration.Groups["unit"].Value] / factor;
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(milliseconds)}ms");
    }

    [GeneratedRegex(@"\[(?<count>\d+)(?<unit>[smhd])\]")]
    private static partial Regex Windows();

    [GeneratedRegex(@"\bfor: (?<count>\d+)(?<unit>[smhd])\b")]
    private static partial Regex Waits();

    // An age is compared on the line that names it.
    [GeneratedRegex(@"(?<before>^.*(?:age_seconds|time\(\) -).*> )(?<seconds>\d+)$", RegexOptions.Multiline)]
    private static partial Regex Ages();

    [GeneratedRegex(@"(?<before>health_check_duration_ms:p95_5m > )(?<ms>\d+)$", RegexOptions.Multiline)]
    private static partial Regex Latencies();

    [GeneratedRegex(@"(?<name>group_wait|group_interval|repeat_interval): (?<count>[1-9]\d*)(?<unit>[smhd])")]
    private static partial Regex Intervals();
}
