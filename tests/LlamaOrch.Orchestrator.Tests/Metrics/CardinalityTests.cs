using LlamaOrch.Contracts.Engines;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Hosting.Exposition;
using LlamaOrch.Hosting.Timing;
using LlamaOrch.Orchestrator.Fleet;
using LlamaOrch.Orchestrator.Metrics;
using LlamaOrch.TestKit.Monitoring;
using LlamaOrch.TestKit.Scraping;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Metrics;

/// <summary>Who comes and goes, or is nobody, leaves no series behind.</summary>
[Trait("lane", "unit")]
public sealed class CardinalityTests
{
    private readonly MetricRegistry registry = new();
    private readonly FleetMetrics fleetMetrics;
    private readonly FleetView view;
    private FleetState fleet = FleetState.Empty;

    public CardinalityTests()
    {
        fleetMetrics = new FleetMetrics(registry);
        view = new FleetView(
        [
            fleetMetrics,
            new TaskMetrics(registry),
            new CatalogMetrics(registry),
            new QueueMetrics(registry, new QueueLimits(), new SteadyTime(TimeProvider.System)),
            new NodeCertificates(registry),
        ]);
    }

    [Fact]
    public void Ten_thousand_nodes_that_come_and_go_leave_no_growth()
    {
        int[] counts = [.. Enumerable.Range(0, 10).Select(thousand =>
        {
            foreach (string[] row in Enumerable.Range(0, 1000).Select(index => $"node-{thousand}-{index}").Chunk(250))
                ComeAndGo(row);
            return Scrape().Samples.Count;
        })];

        // What the first thousand leave is the bounded rest of pools whose last tasks a scrape may not have seen yet.
        Assert.All(counts, count => Assert.Equal(counts[0], count));
    }

    [Fact]
    public void A_node_that_has_left_has_no_series_of_nodes_models_and_availability()
    {
        ComeAndGo("gone");

        Assert.All(
            Scrape().Samples.Where(sample => !IsOfTasks(sample.Name)),
            sample => Assert.DoesNotContain(
                sample.Labels.Values, value => value.Contains("gone", StringComparison.Ordinal)));
    }

    [Fact]
    public void Series_stay_within_the_budget_of_each_metric()
    {
        const int nodes = 50;
        string[] names = [.. Enumerable.Range(0, nodes).Select(index => $"n{index}")];
        Join(names);
        foreach (string name in names)
            Report(name);
        MetricsScrape scrape = Scrape();

        Assert.All(MetricsContract.Of("orchestratord").Where(metric => scrape.Kinds.ContainsKey(metric.Name)), metric =>
        {
            string line = metric.Kind == "histogram" ? $"{metric.Name}_count" : metric.Name;
            int series = scrape.Samples.Count(sample => sample.Name == line);
            // Here each node has one pool with a model of its own; what has no name yet counts as one more.
            int things = metric.Budget.Per is null ? 1 : nodes + 1;
            Assert.InRange(series, 1, metric.Budget.Series * things);
        });
    }

    [Fact]
    public void Heartbeats_of_nodes_that_are_not_in_the_fleet_share_one_series()
    {
        for (int index = 0; index < 100; index++)
        {
            var stranger = new NodeId($"stranger-{index}");
            fleetMetrics.Heartbeat(stranger, FleetMetrics.Error);
            fleetMetrics.HeartbeatSeen(stranger, DateTimeOffset.UnixEpoch);
            fleetMetrics.ClockSeen(stranger, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
            fleetMetrics.PoolPolled(new PoolId($"p-{index}"), new PoolProbeResult("error", null, TimeSpan.Zero));
        }

        Assert.Equal(100, Scrape().Sum("orchd_node_heartbeats_total", ("node_id", "unknown")));
        Assert.DoesNotContain(
            Scrape().Samples,
            sample => sample.Labels.Values.Any(value => value.StartsWith("stranger", StringComparison.Ordinal)));
    }

    private void ComeAndGo(params string[] names)
    {
        Join(names);
        foreach (string name in names)
            Report(name);
        foreach (string name in names)
            Happens(new FleetEvent.Deregistered(new NodeId(name)));
        view.Take(new FleetSnapshot(fleet));
        // Answers that were under way when they left.
        foreach (string name in names)
            Report(name);
    }

    private void Report(string name)
    {
        var node = new NodeId(name);
        fleetMetrics.Heartbeat(node, FleetMetrics.Success);
        fleetMetrics.HeartbeatSeen(node, DateTimeOffset.UnixEpoch);
        fleetMetrics.ClockSeen(node, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
        fleetMetrics.PoolPolled(
            new PoolId($"pool-{name}"), new PoolProbeResult("success", null, TimeSpan.FromMilliseconds(1)));
    }

    private void Join(params string[] names)
    {
        foreach (string name in names)
            Register(name);
        view.Take(new FleetSnapshot(fleet));
    }

    private void Register(string name)
    {
        var report = new PoolReport
        {
            PoolId = new PoolId($"pool-{name}"),
            State = PoolState.Ready,
            Ready = true,
            Draining = false,
            SlotsTotal = 1,
            SlotsFree = 1,
            Engine = EngineKinds.LlamaCpp,
            ModelId = new ModelId($"model-{name}"),
        };
        Happens(new FleetEvent.Registered(new RegisterNodeRequest
        {
            NodeId = new NodeId(name),
            MachineId = "machine",
            Address = new Uri("http://host:1"),
            Version = "1",
            Capabilities = new NodeCapabilities([], 1, 1),
            Pools = [report],
        }));
    }

    private void Happens(FleetEvent happened)
    {
        FleetDecision decision = FleetDecisions.Decide(fleet, happened, DateTimeOffset.UnixEpoch, new FleetLimits());
        Assert.Null(decision.Refusal);
        fleet = decision.State;
    }

    private MetricsScrape Scrape() => MetricsScrape.Parse(registry.Collect(openMetrics: false).ToString());

    private static bool IsOfTasks(string name) => name.StartsWith("tasks_", StringComparison.Ordinal)
        || name.StartsWith("latency_", StringComparison.Ordinal)
        || name.StartsWith("tokens_", StringComparison.Ordinal);
}
