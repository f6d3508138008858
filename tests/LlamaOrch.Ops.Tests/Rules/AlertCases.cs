using System.Globalization;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

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
               [.. expected.List("exp_alerts").Select(Window)]),
    ];

    private static string Window(YamlMappingNode alert) =>
        alert.Map("exp_labels").GetValueOrDefault("window", string.Empty);

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
