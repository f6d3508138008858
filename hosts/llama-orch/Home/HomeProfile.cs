using LlamaOrch.Cli.Terminals;
using LlamaOrch.Client;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Hosting.Security;
using LlamaOrch.Hosting.Startup;
using LlamaOrch.LlamaCpp.Native;

namespace LlamaOrch.Cli.Home;

/// <summary>The home profile from its first check to its last stopped process.</summary>
internal sealed class HomeProfile(HomeOptions options, Terminal terminal)
{
    // The first prompt may find a small machine busy.
    private static readonly TimeSpan AnswerMax = TimeSpan.FromMinutes(2);

    // Beside what the control plane needs: the connections of a node and the pipes of its engine.
    private const int OpenFilesOfNode = 64;

    private readonly ApiTokens tokens = ApiTokens.FromEnvironment();

    /// <summary>
    /// Runs until <paramref name="stopping"/>, or with <c>--once</c> until the first answer has ended.
    /// </summary>
    /// <exception cref="StartupException">The start failed; nothing is left running.</exception>
    public async Task<ExitCode> RunAsync(CancellationToken stopping)
    {
        OpenFiles.Check("llama-orch up", OpenFiles.ControlPlaneMin + (options.Nodes * OpenFilesOfNode));
        ServedEngine engine = await Preflight.RunAsync(options, stopping);
        using HomeDirectory directory = HomeDirectory.Take(options.DataDirectory);
        await using var log = new HomeLog(directory, options.Verbose);
        await using var daemons = new HomeDaemons(options, directory, log);
        daemons.CheckSettings(engine);
        if (engine is ServedEngine.Embedded)
            await PrepareEngineAsync(stopping);

        try
        {
            await RunAsync(daemons, directory, engine, stopping);
            // Said before the daemons are disposed of, which may take a moment.
            if (!options.Once)
                terminal.Note("Stopping…");
            return ExitCode.Ok;
        }
        catch (Exception failure) when (failure is StartupException or OrchestratorException)
        {
            terminal.Note($"The logs are in {directory.Logs}.");
            throw;
        }
    }

    private async Task RunAsync(
        HomeDaemons daemons, HomeDirectory directory, ServedEngine engine, CancellationToken stopping)
    {
        await StartAsync(daemons, engine, stopping);
        using var client = new OrchestratorClient(daemons.Url, tokens.Outgoing, AnswerMax);
        await new FirstPrompt(client, terminal).RunAsync(engine.Model, options.Prompt, stopping);
        if (options.Once)
            return;

        Welcome.Show(terminal, daemons, directory, engine.Model, tokens.AreRequired);
        await daemons.RunAsync(stopping);
    }

    private Task<bool> PrepareEngineAsync(CancellationToken stopping) =>
        terminal.StepAsync("The engine's native library", async progress =>
        {
            await new NativeLibraryStore().EnsureAsync(progress, stopping);
            return true;
        });

    private async Task StartAsync(HomeDaemons daemons, ServedEngine engine, CancellationToken stopping)
    {
        await terminal.StepAsync("The control plane", async _ =>
        {
            await daemons.StartControlPlaneAsync(stopping);
            return true;
        });
        string what = options.Nodes == 1 ? "A node with its engine" : $"{options.Nodes} nodes with their engines";
        IReadOnlyList<PoolReport> pools = await terminal.StepAsync(what, async progress =>
        {
            await daemons.StartNodesAsync(engine, stopping);
            return await new Readiness(daemons, tokens.Outgoing).WaitAsync(progress, stopping);
        });
        PoolReport[] own = [.. pools.Where(pool => pool.ModelId == engine.Model)];
        string where = own.Length == 1 ? "one pool" : $"{own.Length} pools";
        terminal.Note($"{engine.Model} is ready: {where}, {own.Sum(pool => pool.SlotsTotal)} slots.");
        if (own.Any(pool => pool.SlotsAssumed == true))
            terminal.Note("The server does not tell how many requests it takes in parallel: say it with --slots.");
        int others = pools.Select(pool => pool.ModelId).Distinct().Count() - 1;
        if (others > 0)
            terminal.Note($"{others} more models of its list are served too, on the same slots.");
    }
}
