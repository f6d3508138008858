using System.Text.Json;
using System.Text.RegularExpressions;
using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.TestKit.Monitoring;
using LlamaOrch.TestKit.Monitoring.Dashboards;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Dashboards;

/// <summary>Every query of every dashboard, asked of a real Prometheus that scrapes a live fleet.</summary>
[Trait("lane", "ops")]
public sealed partial class LivePanelTests
{
    private const string Rules = "cloud_profile.yml";
    private const string RateInterval = "1m";

    private static readonly string[] Names = ["engine", "model_id", "node_id", "pool_id"];

    [Fact]
    public async Task Every_panel_and_every_variable_shows_something()
    {
        await using TestFleet fleet = await TestFleet.StartAsync();
        HostProcess process = fleet.StartNode("node-a", TestPool.Embedded("pool-a", RealModel.File));
        Uri node = await process.ListeningUrlAsync();
        await fleet.PoolsReadyAsync(1);
        await using PrometheusServer prometheus = await PrometheusServer.StartAsync(
            $"""
            {PrometheusServer.ScrapeConfig("live", ("orchestratord", fleet.Url), ("pool-managerd", node))}
            rule_files: [{Rules}]
            """,
            new Dictionary<string, string>
            {
                [Rules] = await File.ReadAllTextAsync(
                    Path.Combine(BuiltHost.Root, "ci", "alerts", Rules), TestContext.Current.CancellationToken),
            });
        await Eventually.HoldsAsync("Prometheus to have scraped both", async () =>
            (await prometheus.QueryAsync("sum(up)")).Any(sample => sample.Value == 2));
        // Read after the first scrape, so that its duration is news to rate().
        await File.WriteAllTextAsync(
            Path.Combine(fleet.DataOf("node-a"), "handoff", "broken.json"),
            "{}",
            TestContext.Current.CancellationToken);

        string[] empty = [];
        await Eventually.HoldsAsync("every panel and variable to show something", async () =>
        {
            (await fleet.ChatAsync(TestPool.RealModel, stream: true)).Dispose();
            (await fleet.ChatAsync(TestPool.RealModel)).Dispose();
            await fleet.AllEventsAsync((await fleet.SubmitAsync(TestPool.RealModel)).TaskId);
            string[] before = empty;
            empty = await EmptyAsync(prometheus);
            if (empty.Length > 0 && !empty.SequenceEqual(before))
                TestContext.Current.TestOutputHelper?.WriteLine(string.Join('\n', empty.Append(string.Empty)));
            return empty.Length == 0;
        });
        Assert.Empty(await NamelessAsync(prometheus));
    }

    /// <summary>
    /// Series that stand at zero for nobody, so that rate() sees the first of somebody: no reader of a panel wants
    /// them beside those of somebody.
    /// </summary>
    private static async Task<string[]> NamelessAsync(PrometheusServer prometheus)
    {
        var nameless = new List<string>();
        foreach (DashboardFile dashboard in DashboardFile.All)
        {
            foreach (DashboardPanel panel in dashboard.Panels)
            {
                foreach (DashboardQuery query in panel.Queries)
                {
                    if ((await prometheus.QueryAsync(query.WithAll(RateInterval))).Any(IsNameless))
                        nameless.Add($"{dashboard.Name}, {panel.Title}: {query.Expression}");
                }
            }
        }

        return [.. nameless];
    }

    private static bool IsNameless(PrometheusSample sample) =>
        Names.Any(label => sample.Labels.GetValueOrDefault(label) == "unknown");

    private static async Task<string[]> EmptyAsync(PrometheusServer prometheus)
    {
        var empty = new List<string>();
        foreach (DashboardFile dashboard in DashboardFile.All)
        {
            foreach (DashboardPanel panel in dashboard.Panels)
            {
                foreach (DashboardQuery query in panel.Queries)
                {
                    if (!await ShowsAsync(prometheus, query.WithAll(RateInterval)))
                        empty.Add($"{dashboard.Name}, {panel.Title}: {query.Expression}");
                }
            }

            foreach (JsonElement variable in dashboard.Variables)
            {
                if (QueryOf(variable) is string query && !await ShowsAsync(prometheus, query))
                    empty.Add($"{dashboard.Name}, variable: {query}");
            }
        }

        return [.. empty];
    }

    /// <summary>A quantile of nothing is NaN: the panel would be as empty as without a series.</summary>
    private static async Task<bool> ShowsAsync(PrometheusServer prometheus, string query) =>
        (await prometheus.QueryAsync(query)).Any(sample => double.IsFinite(sample.Value));

    /// <summary>What Grafana's <c>label_values</c> comes to.</summary>
    private static string? QueryOf(JsonElement variable)
    {
        if (variable.GetProperty("type").GetString() != "query")
            return null;
        string query = variable.GetProperty("query").GetProperty("query").GetString()!;
        Match parts = LabelValues().Match(query);
        Assert.True(parts.Success, query);
        // A label that the series lack has no values.
        string label = parts.Groups["label"].Value;
        string series = DashboardQuery.WithAll(parts.Groups["series"].Value, RateInterval);
        return $"count(count by ({label}) ({series}) unless count by ({label}) (label_replace({series}, \"{label}\","
            + $" \"\", \"\", \"\"))) > 0";
    }

    [GeneratedRegex(@"^label_values\((?<series>.+), (?<label>\w+)\)$")]
    private static partial Regex LabelValues();
}
