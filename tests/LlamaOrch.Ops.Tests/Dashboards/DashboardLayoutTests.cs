using System.Text.Json;
using System.Text.RegularExpressions;
using LlamaOrch.Ops.Tests.Rules;
using LlamaOrch.TestKit.Monitoring.Dashboards;
using LlamaOrch.TestKit.Processes;
using Xunit;

namespace LlamaOrch.Ops.Tests.Dashboards;

/// <summary>What people find on the dashboards, and where.</summary>
public sealed class DashboardLayoutTests
{
    private static readonly string[] PanelTypes = ["timeseries", "stat", "heatmap", "table", "row"];

    private static readonly string[] Units = File.ReadAllLines(
        Path.Combine(BuiltHost.Root, "tests", "LlamaOrch.Ops.Tests", "Dashboards", "node", "units.txt"));

    public static TheoryData<string> Names => [.. DashboardFile.All.Select(file => file.Name)];

    [Fact]
    public void The_overview_begins_with_the_eight_panels_of_the_first_document() => Assert.Equal(
        [
            "Node Status", "Pool Availability", "Node Registrations", "Heartbeat Success Rate",
            "Pool Health Check Latency", "Pool Health Checks", "Node Deregistrations", "Task Placement by Node",
        ],
        DashboardFile.Find("cloud_profile_overview").Panels.TakeWhile(panel => !panel.IsRow)
            .Select(panel => panel.Title));

    [Fact]
    public void The_overview_goes_on_in_the_order_of_a_request() => Assert.Equal(
        ["Admit", "Queue", "Place", "Dispatch", "First Token", "Done", "Engines and GPUs", "Error Budget"],
        DashboardFile.Find("cloud_profile_overview").Panels.Where(panel => panel.IsRow).Select(panel => panel.Title));

    [Theory]
    [MemberData(nameof(Names))]
    public void A_dashboard_is_fresh_of_the_last_hour_and_not_editable(string name)
    {
        JsonElement root = DashboardFile.Find(name).Root;

        Assert.False(root.GetProperty("editable").GetBoolean());
        Assert.Equal("10s", root.GetProperty("refresh").GetString());
        Assert.Equal("now-1h", root.GetProperty("time").GetProperty("from").GetString());
        Assert.Equal("now", root.GetProperty("time").GetProperty("to").GetString());
        Assert.StartsWith("llorch-", root.GetProperty("uid").GetString(), StringComparison.Ordinal);
        Assert.NotEmpty(root.GetProperty("description").GetString()!);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_panel_has_a_title_a_description_a_known_kind_and_a_known_unit(string name) => Assert.All(
        DashboardFile.Find(name).Panels,
        panel =>
        {
            Assert.NotEmpty(panel.Title);
            Assert.Contains(panel.Type, PanelTypes);
            if (panel.IsRow)
                return;
            Assert.EndsWith(".", panel.Description, StringComparison.Ordinal);
            JsonElement defaults = panel.Root.GetProperty("fieldConfig").GetProperty("defaults");
            JsonElement unit = panel.Type == "heatmap"
                ? panel.Root.GetProperty("options").GetProperty("yAxis").GetProperty("unit")
                : defaults.GetProperty("unit");
            Assert.Contains(unit.GetString()!, Units);
        });

    [Theory]
    [MemberData(nameof(Names))]
    public void Panels_have_ids_of_their_own_lie_within_the_grid_and_on_nothing_else(string name)
    {
        JsonElement[] panels = [.. DashboardFile.Find(name).Panels.Select(panel => panel.Root)];
        HashSet<(int X, int Y)> taken = [];

        Assert.Distinct(panels.Select(panel => panel.GetProperty("id").GetInt32()));
        Assert.All(panels, panel =>
        {
            JsonElement at = panel.GetProperty("gridPos");
            (int x, int y) = (at.GetProperty("x").GetInt32(), at.GetProperty("y").GetInt32());
            (int w, int h) = (at.GetProperty("w").GetInt32(), at.GetProperty("h").GetInt32());
            Assert.InRange(x + w, 1, 24);
            for (int cell = 0; cell < w * h; cell++)
                Assert.True(taken.Add((x + (cell % w), y + (cell / w))), $"{panel.GetProperty("title")} overlaps");
        });
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_query_goes_to_the_chosen_data_source(string name)
    {
        DashboardFile dashboard = DashboardFile.Find(name);
        Assert.All(dashboard.Panels.Where(panel => !panel.IsRow), panel =>
        {
            Assert.Equal("${datasource}", DataSource(panel.Root));
            Assert.All(panel.Root.GetProperty("targets").EnumerateArray(), target =>
                Assert.Equal("${datasource}", DataSource(target)));
        });
        Assert.All(
            dashboard.Variables.Where(variable => variable.GetProperty("type").GetString() == "query"),
            variable => Assert.Equal("${datasource}", DataSource(variable)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Variables_are_those_of_the_fleet(string name)
    {
        string[] variables =
            [.. DashboardFile.Find(name).Variables.Select(variable => variable.GetProperty("name").GetString()!)];

        Assert.Equal(["datasource", "cluster", "job", "instance"], variables.Take(4));
        Assert.Contains("pool", variables);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Each_variable_offers_only_what_goes_with_the_choices_before_it(string name) => Assert.All(
        DashboardFile.Find(name).Variables.Where(variable => variable.GetProperty("type").GetString() == "query"),
        variable =>
        {
            string query = variable.GetProperty("query").GetProperty("query").GetString()!;
            string narrowed = variable.GetProperty("name").GetString() switch
            {
                "cluster" => string.Empty,
                // An instance is one of a job; nodes and pools are named by the control plane, whatever the job.
                "instance" => "{cluster=~\"$cluster\",job=~\"$job\"}",
                // A series stands at zero for no pool at all.
                "pool" => "{cluster=~\"$cluster\",pool_id!=\"unknown\"}",
                _ => "{cluster=~\"$cluster\"}",
            };
            Assert.Matches($@"^label_values\(\w+{Regex.Escape(narrowed)}, \w+\)$", query);
        });

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_alert_of_ours_is_an_annotation_while_it_fires(string name)
    {
        JsonElement annotation = DashboardFile.Find(name).Root.GetProperty("annotations").GetProperty("list")
            .EnumerateArray().Single(each => each.TryGetProperty("expr", out _));
        string expression = annotation.GetProperty("expr").GetString()!;
        IEnumerable<string> components =
            RuleFile.Alerts.Where(rule => !rule.IsWatchdog).Select(rule => rule.Component).Distinct();

        Assert.Contains("alertstate=\"firing\"", expression, StringComparison.Ordinal);
        Assert.DoesNotContain("alertname", expression, StringComparison.Ordinal);
        Assert.Contains($"component=~\"{string.Join('|', components)}\"", expression, StringComparison.Ordinal);
    }

    private static string DataSource(JsonElement of) => of.GetProperty("datasource").GetProperty("uid").GetString()!;
}
