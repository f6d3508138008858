using System.Text.Json;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.PoolManager.Configuration;
using LlamaOrch.PoolManager.Pools;
using LlamaOrch.PoolManager.Timing;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LlamaOrch.PoolManager.Models;

/// <summary>
/// Keeps the digests of the node's model files: looks at the files now and then and when a pool changes, and reads
/// those that are new or changed, one at a time and only when the machine has nothing better to do.
/// </summary>
internal sealed partial class DigestWorker(
    ModelDigests digests,
    ModelRegistry registry,
    ModelStateFiles state,
    PoolDirectory pools,
    IOptions<PoolManagerOptions> options,
    TimeProvider time,
    ILogger<DigestWorker> logger) : BackgroundService
{
    private readonly TimeSpan interval = TimeSpan.FromMilliseconds(options.Value.ModelScanIntervalMs);
    private readonly Wakeup asked = new(time);
    private readonly Dictionary<PoolId, LoadedFile> replaced = [];

    /// <summary>Looks at the files now.</summary>
    public void ScanSoon() => asked.Signal();

    /// <summary>What was known before comes first: the node's first report shall have it.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        digests.Remember(Read(state.Digests));
        registry.Remember(Read(state.Models));
        digests.Scan(Paths());
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        pools.Changed += ScanSoon;
        try
        {
            while (true)
            {
                await LookAsync(stoppingToken);
                await asked.WaitAsync(interval, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // It stops with the node; what is not computed yet is next time.
        }
        finally
        {
            pools.Changed -= ScanSoon;
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        try
        {
            bool done = false;
            foreach (string path in digests.Scan(Paths()))
                done |= await ComputeAsync(path, stopping);
            foreach (Pool pool in pools.All)
                await SettleAsync(pool, stopping);
            if (done)
                Write();
        }
        catch (Exception defect) when (!stopping.IsCancellationRequested)
        {
            // A file that can't be judged keeps its pool waiting; it must not end the node.
            LogDefect(logger, defect);
        }
    }

    /// <summary>
    /// Sees to the digest of what a pool's engine has loaded: that of the file at its path while it is the same one,
    /// otherwise of the file that is held open.
    /// </summary>
    private async Task SettleAsync(Pool pool, CancellationToken stopping)
    {
        if (pool.Loaded is not LoadedFile loaded)
            return;
        if (digests.Find(loaded.Path) is ModelFileFacts facts && facts.Fingerprint == loaded.Fingerprint)
        {
            loaded.Digest ??= facts.Digest;
            return;
        }

        if (!ReferenceEquals(replaced.GetValueOrDefault(pool.PoolId), loaded))
        {
            replaced[pool.PoolId] = loaded;
            LogReplaced(logger, pool.PoolId, loaded.Path);
        }

        if (loaded.Digest is not null || !loaded.IsIntact)
            return;
        try
        {
            loaded.Digest = await YieldingThread.RunAsync(() => loaded.Compute(stopping));
            digests.Settled();
        }
        catch (Exception failure) when (failure is IOException or ObjectDisposedException)
        {
            // Its engine has ended meanwhile: the next one loads another file.
        }
    }

    private HashSet<string> Paths() =>
    [
        .. pools.All.Select(pool => pool.Spec?.ModelPath).OfType<string>().Where(path => path.Length > 0),
        .. registry.All.Select(model => model.Path),
    ];

    private async Task<bool> ComputeAsync(string path, CancellationToken stopping)
    {
        if (digests.Find(path) is not { Digest: null } facts)
            return false;
        try
        {
            Sha256Digest? digest = await YieldingThread.RunAsync(
                () => FileDigest.Compute(path, facts.Fingerprint, stopping));
            if (digest is not Sha256Digest computed)
                return false;
            digests.Computed(path, facts.Fingerprint, computed);
            LogComputed(logger, path, computed);
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(logger, path, failure.Message);
            return false;
        }
    }

    private void Write()
    {
        try
        {
            state.Digests.Write(digests.Memory());
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogNotKept(logger, failure.Message);
        }
    }

    private IReadOnlyList<TItem> Read<TItem>(StateFile<TItem> file)
        where TItem : class
    {
        try
        {
            return file.Read();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or JsonException)
        {
            LogForgotten(logger, failure.Message);
            return [];
        }
    }

    [LoggerMessage(3601, LogLevel.Information,
        "The digest of model file {Path} is computed", EventName = "model_digest_computed")]
    private static partial void LogComputed(ILogger logger, string path, Sha256Digest digest);

    [LoggerMessage(3602, LogLevel.Warning,
        "Model file {Path} can't be read for its digest: {Reason}", EventName = "model_file_unreadable")]
    private static partial void LogUnreadable(ILogger logger, string path, string reason);

    [LoggerMessage(3603, LogLevel.Warning,
        "Digests can't be kept and will be computed again: {Reason}", EventName = "digests_not_kept")]
    private static partial void LogNotKept(ILogger logger, string reason);

    [LoggerMessage(3604, LogLevel.Error,
        "What was known of models can't be read and is taken for nothing: {Reason}", EventName = "digests_forgotten")]
    private static partial void LogForgotten(ILogger logger, string reason);

    [LoggerMessage(3217, LogLevel.Warning,
        "Pool {PoolId}: model file {Path} has changed under its running engine; reload the pool to serve the new one",
        EventName = "model_file_replaced")]
    private static partial void LogReplaced(ILogger logger, PoolId poolId, string path);

    [LoggerMessage(3213, LogLevel.Error,
        "Looking after the digests of model files failed unexpectedly; it is tried again",
        EventName = "digest_defect")]
    private static partial void LogDefect(ILogger logger, Exception defect);
}
