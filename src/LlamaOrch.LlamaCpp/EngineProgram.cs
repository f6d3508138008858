using System.Text.Json;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.LlamaCpp.Model;
using LlamaOrch.LlamaCpp.Native;
using LlamaOrch.LlamaCpp.Startup;

namespace LlamaOrch.LlamaCpp;

/// <summary>
/// The engine worker as a program: <c>… engine --model FILE</c> serves, <c>… engine fetch</c> prepares.
/// </summary>
public static class EngineProgram
{
    /// <summary>Runs the verb and returns the process's exit code, one of <see cref="ExitCode"/>.</summary>
    /// <param name="args">The arguments after <c>engine</c>.</param>
    /// <remarks>
    /// Standard output carries one line of JSON, when the server listens; everything else goes to standard error. A
    /// start that fails ends with one sentence there.
    /// </remarks>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args.Any(argument => argument is "--help" or "-h" or "-?") || args is ["help"])
        {
            await Console.Out.WriteAsync(EngineUsage.Text);
            return (int)ExitCode.Ok;
        }

        try
        {
            if (args is ["fetch"])
                await FetchAsync();
            else
                await ServeAsync(EngineArguments.Parse(args));
            return (int)ExitCode.Ok;
        }
        catch (StartupException failure)
        {
            await Console.Error.WriteLineAsync(failure.Message);
            return (int)failure.Code;
        }
    }

    private static async Task FetchAsync()
    {
        var store = new NativeLibraryStore();
        await store.EnsureAsync(new StderrProgress(), CancellationToken.None);
        await Console.Error.WriteLineAsync($"llama.cpp's library is in place and verified: {store.Folder}");
    }

    private static async Task ServeAsync(EngineOptions options)
    {
        // Before all else, and disposed of after all else: loading and stopping are what may hang.
        using var end = HardStop.OfProcess();
        ModelFile file = ModelFile.Check(options);
        await NativeLibraries.EnsureLoadedAsync(new StderrProgress(), CancellationToken.None, options.LogLevel);
        await using EngineServer server = await EngineServer.StartAsync(options, file);
        using var signals = new StopSignals(server.RequestStop);
        if (options.ExitWithStdin)
        {
            StdinWatch.Start(() =>
            {
                end.Begin();
                server.RequestStop();
            });
        }

        await SayListeningAsync(server.Url);

        Task stop = server.WaitForStopAsync();
        if (await Task.WhenAny(server.Engine.WhenLoaded, stop) == server.Engine.WhenLoaded)
        {
            await server.Engine.WhenLoaded;
            await Console.Error.WriteLineAsync(
                $"{options.ModelName} is ready: {options.Slots} slots of {file.ContextTokens} tokens, "
                + $"{file.Threads} threads, generation steps {server.Engine.Loaded!.Policy.Description}");
        }

        await stop;
    }

    private static async Task SayListeningAsync(string url)
    {
        string line = $$"""{"event":"listening","url":"{{JsonEncodedText.Encode(url)}}"}""";
        await Console.Out.WriteLineAsync(line);
        await Console.Out.FlushAsync();
    }
}
