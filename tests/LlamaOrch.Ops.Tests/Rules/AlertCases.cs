using System.Globalization;
using System.Text.RegularExpressions;

namespace LlamaOrch.Ops.Tests.Rules;

/// <summary>The unit tests of the alerts, read.</summary>
internal static partial class AlertCases
{
    /// <summary>Every expectation of every file.</summary>
    public static IReadOnlyList<AlertCase> All { get; } =
    [
        .. from file in AlertFiles.Tests
           from test in Yaml.Load(AlertFiles.Read(file)).List("tests")
           from expected in test.List("alert_rule_test")
           select new AlertCase(
               $"{file}: {test.Text("name")}",
               Time(expected.Text("eval_time")),
               expected.Text("alertname"),
               [.. expected.List("exp_alerts").Select(alert => alert.Map("exp_labels"))]),
    ];

    /// <summary>The labels with which an alert fires, of one of its unit tests that has a cluster.</summary>
    public static IReadOnlyDictionary<string, string> LabelsOf(string alert) => All
        .Where(expected => expected.Alert == alert)
        .SelectMany(expected => expected.Firing)
        .First(labels => labels.ContainsKey("cluster"));

    private static TimeSpan Time(string text) => Duration().Matches(text).Aggregate(
        TimeSpan.Zero,
        (sum, part) => sum + (double.Parse(part.Groups[1].Value, CultureInfo.InvariantCulture)
            * (part.Groups[2].Value switch
            {
                "s" => TimeSpan.FromSeconds(1),
                "m" => TimeSpan.FromMinutes(1),
                "h" => TimeSpan.FromHours(1),
                _ => TimeSpan.FromDays(1),
            })));

    [GeneratedRegex(@"(\d+)([smhd])")]
    private static partial Regex Duration();
}
