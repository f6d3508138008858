using LlamaOrch.Contracts.Processes;
using LlamaOrch.LlamaCpp.Native;

namespace LlamaOrch.LlamaCpp;

/// <summary>The engine worker as a program: <c>… engine --model FILE</c> serves, <c>… engine fetch</c> prepares.</summary>
public static class EngineProgram
{
    /// <summary>Runs the verb and returns the process's exit code, one of <see cref="ExitCode"/>.</summary>
    /// <param name="args">The arguments after <c>engine</c>.</param>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            if (args is not ["fetch"])
                throw new StartupException(ExitCode.Usage, "Usage: engine fetch");
            await FetchAsync();
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
}
