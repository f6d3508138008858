using System.CommandLine;
using System.Net;
using LlamaOrch.Bench.Wire;

namespace LlamaOrch.Bench.Stub;

/// <summary><c>stub</c>: an engine that answers without computing anything.</summary>
internal sealed class StubCommand : Command
{
    private readonly Option<int> port = new("--port") { Description = "Port on 127.0.0.1; 0 lets the system choose." };
    private readonly Option<string> model = new("--model")
    {
        Description = "Model id.",
        DefaultValueFactory = _ => StubSettings.DefaultModel,
    };

    private readonly Option<int> slots = new("--slots")
    {
        Description = "Slots that /props reports; more requests are answered all the same.",
        DefaultValueFactory = _ => StubSettings.DefaultSlots,
    };

    private readonly Option<int> tokens = new("--tokens")
    {
        Description = "Tokens of an answer whose request has no max_tokens.",
        DefaultValueFactory = _ => 64,
    };

    private readonly Option<int> interval = new("--token-interval-ms")
    {
        Description = "Milliseconds between tokens; 0 sends them at once. bench_interval_ms in a request wins.",
    };

    public StubCommand()
        : base("stub", "A stub engine: llama-server's shape, prepared bytes, requests and aborts counted.")
    {
        foreach (Option option in (Option[])[port, model, slots, tokens, interval])
            Options.Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        var settings = new StubSettings(
            arguments.GetValue(model)!,
            arguments.GetValue(slots),
            arguments.GetValue(tokens),
            TimeSpan.FromMilliseconds(arguments.GetValue(interval)));
        using var server = new StubServer(settings, new IPEndPoint(IPAddress.Loopback, arguments.GetValue(port)));
        server.Start();
        ListeningLine.Write(server.Url);
        try
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Told to stop; its connections end with the process.
        }

        return 0;
    }
}
