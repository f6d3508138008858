using LlamaOrch.Contracts.Engines;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Hosting.Exposition;
using LlamaOrch.Orchestrator.Metrics;
using LlamaOrch.TestKit.Scraping;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Metrics;

[Trait("lane", "unit")]
public sealed class TaskMetricsTests
{
    private readonly MetricRegistry registry = new();
    private readonly TaskMetrics metrics;
    private FleetState fleet = FleetState.Empty;

    public TaskMetricsTests() => metrics = new TaskMetrics(registry);

    [Fact]
    public void A_pool_has_its_series_at_zero_as_soon_as_it_is_in_the_fleet()
    {
        Serve("n1", "p1", EngineKinds.LlamaCpp);

        MetricsScrape scrape = Scrape();

        Assert.True(scrape.Has("tasks_started_total", ("pool_id", "p1"), ("node_id", "n1"), ("priority", "batch")));
        Assert.True(scrape.Has("tasks_failed_total", ("pool_id", "p1"), ("reason", "WORKER_RESET")));
        Assert.True(scrape.Has("tokens_out_total", ("pool_id", "p1"), ("model_id", "m")));
        Assert.True(scrape.Has("latency_decode_ms_count", ("pool_id", "p1")));
    }

    [Fact]
    public void A_pool_that_has_left_keeps_its_counts_for_a_last_scrape()
    {
        Serve("n1", "p1", EngineKinds.LlamaCpp);
        Series("n1", "p1", EngineKinds.LlamaCpp).Completed.Inc();

        Leave("n1");

        Assert.Equal(1, Scrape().Sum("tasks_completed_total", ("pool_id", "p1")));
    }

    [Fact]
    public void A_pool_id_that_comes_back_as_another_engine_is_counted_as_that()
    {
        Serve("n1", "p1", EngineKinds.LlamaCpp);
        Leave("n1");
        Serve("n2", "p1", EngineKinds.Vllm);

        Series("n2", "p1", EngineKinds.Vllm).Started.Inc();

        MetricsScrape scrape = Scrape();
        Assert.Equal(1, scrape.Sum("tasks_started_total", ("node_id", "n2"), ("engine", "vllm")));
        Assert.Equal(0, scrape.Sum("tasks_started_total", ("node_id", "n1")));
    }

    [Fact]
    public void Pools_that_come_and_go_are_bounded_and_leave_the_present_ones_alone()
    {
        Serve("stays", "p-stays", EngineKinds.LlamaCpp);
        for (int index = 0; index < TaskMetrics.DepartedKept + 50; index++)
        {
            Serve("n", $"p{index}", EngineKinds.LlamaCpp);
            Leave("n");
        }

        MetricsScrape scrape = Scrape();

        int pools = scrape.Samples.Where(sample => sample.Name == "tokens_out_total").Count();
        Assert.Equal(TaskMetrics.DepartedKept + 2, pools);
        Assert.True(scrape.Has("tasks_started_total", ("pool_id", "p-stays")));
        Assert.False(scrape.Has("tasks_started_total", ("pool_id", "p0")));
        Assert.False(scrape.Has("tasks_failed_total", ("pool_id", "p0")));
        Assert.False(scrape.Has("latency_decode_ms_count", ("pool_id", "p0")));
    }

    [Fact]
    public void A_pool_that_has_moved_keeps_the_series_that_have_no_node_when_its_old_place_is_dropped()
    {
        Serve("n1", "p1", EngineKinds.LlamaCpp);
        Leave("n1");
        Serve("n2", "p1", EngineKinds.LlamaCpp);
        for (int index = 0; index <= TaskMetrics.DepartedKept; index++)
        {
            Serve("n", $"other{index}", EngineKinds.LlamaCpp);
            Leave("n");
        }

        MetricsScrape scrape = Scrape();

        Assert.False(scrape.Has("tasks_started_total", ("node_id", "n1")));
        Assert.True(scrape.Has("tokens_out_total", ("pool_id", "p1")));
    }

    private TaskSeries Series(string node, string pool, string engine) =>
        metrics.For(new PoolPlace(engine, pool, node, "m"), TaskPriority.Interactive);

    private void Leave(string node) => Happens(new FleetEvent.Deregistered(new NodeId(node)));

    private void Serve(string node, string pool, string engine)
    {
        var report = new PoolReport
        {
            PoolId = new PoolId(pool),
            State = PoolState.Ready,
            Ready = true,
            Draining = false,
            SlotsTotal = 1,
            SlotsFree = 1,
            Engine = engine,
            ModelId = new ModelId("m"),
        };
        Happens(new FleetEvent.Registered(new RegisterNodeRequest
        {
            NodeId = new NodeId(node),
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
        metrics.OnFleet(new FleetSnapshot(fleet));
    }

    private MetricsScrape Scrape() => MetricsScrape.Parse(registry.Collect(openMetrics: false).ToString());
}
