using System.CommandLine;
using System.CommandLine.Parsing;
using LlamaOrch.Cli.Home;
using LlamaOrch.Cli.Terminals;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Hosting.Startup;

namespace LlamaOrch.Cli.Commands;

/// <summary><c>llama-orch up</c>.</summary>
internal static class UpCommand
{
    private const string DefaultPrompt = "Tell me a story about a dog.";

    public static Command Build(Terminal terminal)
    {
        Option<string?> model =
            new("--model") { Description = "GGUF file to serve [default: llorch-tiny]", HelpName = "FILE" };
        Option<Uri?> engineUrl = new("--engine-url")
        {
            Description = "Attach to a running llama-server or any OpenAI-compatible server instead",
            HelpName = "URL",
            CustomParser = OptionRules.HttpUrl,
        };
        Option<FileInfo?> engineKey = EngineKey();
        Option<int> nodes = Number("--nodes", 1, 1, HomeOptions.NodesMax, "Node agents, each with a pool");
        Option<int> slots = Number("--slots", 4, 1, 64, "Requests in parallel for each pool");
        Option<int> context = Number(
            "--ctx-size", 0, 0, 1 << 24, "Tokens of context for each slot; 0: the model's own");
        Option<int> threads = Number(
            "--threads", 0, 0, 1024, "Threads for each engine; 0: an equal share of the cores");
        Option<bool> embeddings = new("--embeddings") { Description = "Serve embeddings too, with engines of our own" };
        Option<int> port = Number("--port", 8080, 0, ushort.MaxValue, "Port on 127.0.0.1; 0: any that is free");
        Option<string> dataDir = new("--data-dir")
        {
            Description = "Where state and logs go",
            HelpName = "DIR",
            DefaultValueFactory = _ => DataHome.Default,
        };
        Option<bool> once =
            new("--once") { Description = "Stop after the first answer; the exit code tells how it went" };
        Option<string> prompt = new("--prompt")
        {
            Description = "The first prompt",
            HelpName = "TEXT",
            DefaultValueFactory = _ => DefaultPrompt,
        };
        Option<bool> verbose = new("--verbose") { Description = "Show the daemons' logs on stderr too" };

        var command = new Command("up", "Run the whole home profile on this machine and send it a prompt")
        {
            model, engineUrl, engineKey, nodes, slots, context, threads, embeddings, port, dataDir, once, prompt,
            verbose,
        };
        command.Validators.Add(result => CheckEngine(result, model, engineUrl, engineKey));
        command.Validators.Add(result => CheckRest(result, dataDir, embeddings, engineUrl));
        command.SetAction(async (parsed, stopping) =>
        {
            var options = new HomeOptions
            {
                ModelFile = parsed.GetValue(model),
                EngineUrl = parsed.GetValue(engineUrl),
                EngineApiKeyFile = parsed.GetValue(engineKey)?.FullName,
                SlotsAreAsked = parsed.GetResult(slots) is { Implicit: false },
                Nodes = parsed.GetValue(nodes),
                Slots = parsed.GetValue(slots),
                ContextTokens = parsed.GetValue(context),
                Threads = parsed.GetValue(threads),
                Embeddings = parsed.GetValue(embeddings),
                Port = parsed.GetValue(port),
                DataDirectory = DataHome.Resolve(parsed.GetValue(dataDir)!),
                Once = parsed.GetValue(once),
                Prompt = parsed.GetValue(prompt)!,
                Verbose = parsed.GetValue(verbose),
            };
            return (int)await RunAsync(new HomeProfile(options, terminal), options.Once, stopping);
        });
        return WithUpExamples(command);
    }

    private static Option<FileInfo?> EngineKey() => new("--engine-api-key-file")
    {
        Description = $"File with that server's API key [default: ${EngineServer.ApiKeyVariable}]",
        HelpName = "FILE",
    };

    private static void CheckRest(
        CommandResult result, Option<string> dataDir, Option<bool> embeddings, Option<Uri?> engineUrl)
    {
        if (DataHome.ProblemOf(result.GetValue(dataDir) ?? DataHome.Default) is string place)
            result.AddError($"--data-dir: {place}");
        if (result.GetValue(embeddings) && result.GetResult(engineUrl) is not null)
            result.AddError("--embeddings is for engines of our own; the server of --engine-url decides itself.");
    }

    private static void CheckEngine(
        CommandResult result, Option<string?> model, Option<Uri?> engineUrl, Option<FileInfo?> engineKey)
    {
        if (result.GetResult(model) is not null && result.GetResult(engineUrl) is not null)
            result.AddError("Give either --model or --engine-url, not both.");
        if (result.GetResult(engineKey) is not null && result.GetResult(engineUrl) is null)
            result.AddError("--engine-api-key-file is for --engine-url.");
    }

    private static Command WithUpExamples(Command command) => command.WithExamples(
        "./up",
        "./up --model ~/models/qwen.gguf --ctx-size 4096",
        "./up --engine-url http://127.0.0.1:8081",
        "./up --nodes 2 --port 0 --once --prompt 'Tell me a story about a cat.'");

    private static async Task<ExitCode> RunAsync(HomeProfile home, bool isOnce, CancellationToken stopping)
    {
        try
        {
            return await home.RunAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopped while it started; only --once has left undone what was asked for.
            return isOnce ? ExitCode.Interrupted : ExitCode.Ok;
        }
    }

    private static Option<int> Number(string name, int standard, int min, int max, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => standard,
        CustomParser = OptionRules.Number(name, min, max),
    };
}
