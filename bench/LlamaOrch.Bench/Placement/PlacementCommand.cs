using System.CommandLine;
using System.Diagnostics;
using System.Text.Json.Nodes;
using LlamaOrch.Bench.Reports;

namespace LlamaOrch.Bench.Placement;

/// <summary><c>placement</c>: what a decision costs in a large fleet; prints one JSON line a kind of task.</summary>
internal sealed class PlacementCommand : Command
{
    private const int FleetChanges = 200;

    private readonly Option<int> pools = new("--pools") { DefaultValueFactory = _ => 10_000 };
    private readonly Option<int> shapes = new("--shapes")
    {
        Description = "How many contexts the pools have among them.",
        DefaultValueFactory = _ => 4,
    };

    private readonly Option<int> decisions = new("--decisions") { DefaultValueFactory = _ => 200_000 };

    public PlacementCommand()
        : base("placement", "Measures placement decisions: nanoseconds and bytes allocated, in process, one thread.")
    {
        foreach (Option option in (Option[])[pools, shapes, decisions])
            Options.Add(option);
        SetAction(Run);
    }

    private int Run(ParseResult arguments)
    {
        int poolCount = arguments.GetValue(pools);
        int count = arguments.GetValue(decisions);
        var run = new PlacementRun(poolCount, arguments.GetValue(shapes));
        foreach (PlacementScenario scenario in PlacementScenario.All(poolCount))
        {
            Write(poolCount, scenario.Name, new JsonObject
            {
                ["choose"] = Measured(count, () => run.Choose(scenario)),
                ["cycle"] = Measured(count, () => run.Cycle(scenario, record: false)),
                ["cycle_recorded"] = Measured(count, () => run.Cycle(scenario, record: true)),
            });
        }

        TimeSpan changing = TimeSpan.Zero;
        for (int change = 0; change < FleetChanges; change++)
            changing += run.FleetChange();
        double changeNs = Math.Round(changing.TotalNanoseconds / FleetChanges);
        Write(poolCount, "fleet-change", new JsonObject { ["take_ns"] = changeNs });
        return 0;
    }

    private static JsonObject Measured(int count, Action work)
    {
        // Long enough for the runtime to compile what it measures for good.
        for (int warmup = 0; warmup < count; warmup++)
            work();
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        long started = Stopwatch.GetTimestamp();
        for (int done = 0; done < count; done++)
            work();
        TimeSpan took = Stopwatch.GetElapsedTime(started);
        return new JsonObject
        {
            ["ns"] = Math.Round(took.TotalNanoseconds / count, 1),
            ["bytes"] = Math.Round((double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / count, 2),
        };
    }

    private static void Write(int pools, string scenario, JsonObject measured)
    {
        measured["scenario"] = scenario;
        measured["pools"] = pools;
        measured["commit"] = SourceRevision.Current();
        Console.Out.WriteLine(measured.ToJsonString(LoadReport.Json));
    }
}
