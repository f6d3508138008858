using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Hosting.Startup;
using LlamaOrch.PoolManager.Handoff;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LlamaOrch.PoolManager.Configuration;

/// <summary>
/// The node's folder: made at start, and held by one agent at a time, since handoff files direct traffic.
/// </summary>
internal sealed class DataDirectory(IOptions<PoolManagerOptions> options) : IHostedService, IDisposable
{
    private FileStream? held;

    /// <summary>This run of the agent.</summary>
    public AgentInstance Instance { get; private set; } = AgentInstance.First();

    /// <summary>The folder.</summary>
    public string Path { get; } = DataHome.Resolve(options.Value.DataDir ?? DataHome.Default);

    /// <summary>The folder of handoff files in it.</summary>
    public HandoffFolder Handoff => new(System.IO.Path.Combine(Path, "handoff"));

    /// <exception cref="StartupException">It can't be written to, or another agent has it.</exception>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            Directory.CreateDirectory(Path);
            Handoff.Create();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unusable(failure);
        }

        try
        {
            held = new FileStream(
                System.IO.Path.Combine(Path, "pool-managerd.lock"),
                FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (LockedFile.IsHeldByAnother(failure))
        {
            throw new StartupException(
                ExitCode.BadConfiguration,
                $"data_dir: another pool-managerd uses {Path}; give this one a data_dir of its own.",
                failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Unusable(failure);
        }

        Instance = AgentInstance.Begin(Path);
        // Files that an earlier run wrote for pools of the settings name engines that it took along, or that are asked
        // anew: the watcher must neither attach them nor take their deletion for an operator's.
        foreach (PoolOptions pool in options.Value.Pools)
            Handoff.Delete(new PoolId(pool.PoolId));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => held?.Dispose();

    private StartupException Unusable(Exception cause) =>
        new(ExitCode.BadConfiguration, $"data_dir: {Path} can't be used: {cause.Message}", cause);
}
