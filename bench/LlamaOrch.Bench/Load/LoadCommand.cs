using System.CommandLine;
using LlamaOrch.Bench.Reports;
using LlamaOrch.Bench.Stub;
using LlamaOrch.Bench.Wire;

namespace LlamaOrch.Bench.Load;

/// <summary><c>load</c>: the load generator; prints one JSON line.</summary>
internal sealed class LoadCommand : Command
{
    private readonly UrlOption url = new("--url") { Description = "http://IP:PORT of the gateway.", Required = true };
    private readonly Option<string> model = new("--model") { DefaultValueFactory = _ => StubSettings.DefaultModel };
    private readonly Option<LoadPlane> plane = new("--plane")
    {
        Description = "chat, admission (POST /v2/tasks alone) or task (its events to the end, too).",
    };

    private readonly Option<int> hold = new("--hold")
    {
        Description = "Keep so many slots busy meanwhile: what comes then must queue.",
    };

    private readonly Option<bool> stream = new("--stream") { Description = "Ask for streams." };
    private readonly Option<int> tokens = new("--tokens") { DefaultValueFactory = _ => 64 };
    private readonly Option<int> interval = new("--token-interval-ms") { Description = "0: the stub sends at once." };
    private readonly Option<int> connections = new("--connections") { DefaultValueFactory = _ => 32 };
    private readonly Option<double> rate = new("--rate") { Description = "Requests a second; 0: closed loop." };
    private readonly Option<double> duration = new("--duration-s") { DefaultValueFactory = _ => 10 };
    private readonly Option<double> warmup = new("--warmup-s") { DefaultValueFactory = _ => 3 };
    private readonly Option<int> abortAfter = new("--abort-after-tokens") { Description = "Close each stream early." };
    private readonly Option<int> promptBytes = new("--prompt-bytes") { DefaultValueFactory = _ => 1000 };
    private readonly Option<string?> token = new("--token") { Description = "Bearer token." };
    private readonly UrlOption stubUrl = new("--stub-url") { Description = "The stub, for its account of aborts." };
    private readonly Option<string?> pids = new("--pids") { Description = "NAME=PID,…: processes to measure." };
    private readonly Option<string?> labels = new("--labels") { Description = "NAME=VALUE,…: copied into the line." };

    public LoadCommand()
        : base("load", "Drives a gateway and reports latency, throughput and each process's CPU as one JSON line.")
    {
        foreach (Option option in (Option[])[url, model, plane, hold, stream, tokens, interval, connections, rate,
            duration, warmup, abortAfter, promptBytes, token, stubUrl, pids, labels])
            Options.Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var settings = new LoadSettings
        {
            Url = arguments.GetValue(url)!,
            Model = arguments.GetValue(model)!,
            Plane = arguments.GetValue(plane),
            Hold = arguments.GetValue(hold),
            Stream = arguments.GetValue(stream),
            Tokens = arguments.GetValue(tokens),
            TokenIntervalMs = arguments.GetValue(interval),
            Connections = arguments.GetValue(connections),
            Rate = arguments.GetValue(rate),
            Duration = TimeSpan.FromSeconds(arguments.GetValue(duration)),
            Warmup = TimeSpan.FromSeconds(arguments.GetValue(warmup)),
            AbortAfterTokens = arguments.GetValue(abortAfter),
            PromptBytes = arguments.GetValue(promptBytes),
            Token = arguments.GetValue(token),
            StubUrl = arguments.GetValue(stubUrl),
        };
        Dictionary<string, int> processes = Pairs(arguments.GetValue(pids))
            .ToDictionary(pair => pair.Key, pair => int.Parse(pair.Value));
        processes[LoadReport.Generator] = Environment.ProcessId;
        LoadMeasurement measured = await new LoadRun(settings, processes).RunAsync(cancellationToken);
        var report = new LoadReport(settings, measured, Pairs(arguments.GetValue(labels)));
        Console.Out.WriteLine(report.ToJson().ToJsonString(LoadReport.Json));
        return 0;
    }

    private static Dictionary<string, string> Pairs(string? text) =>
        (text ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2))
            .ToDictionary(pair => pair[0], pair => pair.Length == 2 ? pair[1] : "");
}
