using System.CommandLine;
using System.Text.Json;
using LlamaOrch.Bench.Compare;

namespace LlamaOrch.Bench.Predictions;

/// <summary><c>predictions</c>: how good the predicted starts of a running fleet are.</summary>
internal sealed class PredictionsCommand : Command
{
    private readonly Option<int> slots = new("--slots") { DefaultValueFactory = _ => 4 };
    private readonly Option<int> tasks = new("--tasks") { DefaultValueFactory = _ => 400 };
    private readonly Option<double> mean = new("--mean-ms")
    {
        Description = "How long a task holds its slot on average.",
        DefaultValueFactory = _ => 400,
    };

    private readonly Option<double> variation = new("--variation")
    {
        Description = "Standard deviation of that, as a share of the mean.",
        DefaultValueFactory = _ => 0.7,
    };

    private readonly Option<double> load = new("--load")
    {
        Description = "Arrivals as a multiple of what the slots can do.",
        DefaultValueFactory = _ => 1.3,
    };

    private readonly Option<int> seed = new("--seed") { DefaultValueFactory = _ => 1 };
    private readonly Option<string?> hosts = new("--hosts")
    {
        Description = "Folder of the built hosts: HOSTS/orchestratord/release/orchestratord. Default: artifacts/bin.",
    };

    public PredictionsCommand()
        : base("predictions", "Loads orchestratord + pool-managerd + stub; predicted against actual starts.")
    {
        foreach (Option option in (Option[])[slots, tasks, mean, variation, load, seed, hosts])
            Options.Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var wanted = new PredictionLoad(
            arguments.GetValue(slots),
            arguments.GetValue(tasks),
            arguments.GetValue(mean),
            arguments.GetValue(variation),
            arguments.GetValue(load),
            arguments.GetValue(seed));
        try
        {
            using var place = new BenchPlace(pin: false, arguments.GetValue(hosts) ?? BenchPlace.DefaultHosts, []);
            PredictedTask[] results = await MeasureAsync(place, wanted, cancellationToken);
            foreach (PredictedTask result in results)
                await Console.Out.WriteLineAsync(Line(result));
            await Console.Error.WriteLineAsync($"{wanted}\n\n{PredictionTable.Of(results)}");
            return 0;
        }
        catch (BenchException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return 1;
        }
    }

    private static async Task<PredictedTask[]> MeasureAsync(
        BenchPlace place, PredictionLoad wanted, CancellationToken cancellationToken)
    {
        await using ChildProcess stub = place.StartEnd(
            "stub", ["stub", "--slots", $"{wanted.Slots}", "--token-interval-ms", $"{PredictionLoad.TokenIntervalMs}"]);
        Uri engine = await stub.ListeningAsync(cancellationToken);
        stub.IgnoreOutput();
        await using RunningGateway fleet =
            await new LlamaOrchGateway("llorch") { Slots = wanted.Slots }
                .StartAsync(place, engine, cancellationToken);
        using var run = new PredictionRun(fleet.Url);
        await run.WaitUntilReadyAsync(cancellationToken);
        return await run.RunAsync(wanted, cancellationToken);
    }

    private static string Line(PredictedTask task) => JsonSerializer.Serialize(new
    {
        queue_position = task.Position,
        predicted_start_ms = task.PredictedMs,
        prediction_confidence = task.Confidence,
        actual_ms = task.ActualMs,
    });
}
