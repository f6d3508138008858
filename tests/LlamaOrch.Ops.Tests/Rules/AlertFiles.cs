using LlamaOrch.TestKit.Processes;

namespace LlamaOrch.Ops.Tests.Rules;

/// <summary>Where the alerts and what is made of them lie, from the repository's root.</summary>
internal static class AlertFiles
{
    public const string Rules = "ci/alerts/cloud_profile.yml";
    public const string Alertmanager = "ci/alerts/alertmanager.yml";
    public const string Prometheus = "deploy/monitoring/prometheus/prometheus.yml";
    public const string TestFolder = "ci/alerts/tests";
    public const string Manifest = "deploy/kubernetes/monitoring/prometheus-rule.yaml";
    public const string Runbook = "docs/runbooks/CLOUD_PROFILE_INCIDENTS.md";
    public const string Table = "docs/reference/alerts.md";

    /// <summary>The files of promtool's unit tests.</summary>
    public static IReadOnlyList<string> Tests { get; } =
    [
        .. Directory.GetFiles(At(TestFolder), "*.yml").Order(StringComparer.Ordinal)
            .Select(path => Path.GetRelativePath(BuiltHost.Root, path)),
    ];

    public static string At(string path) => Path.Combine(BuiltHost.Root, path);

    public static string Read(string path) => File.ReadAllText(At(path));
}
