using Microsoft.Extensions.Hosting;

namespace LlamaOrch.Orchestrator.Placement;

/// <summary>
/// Looks at the configuration file and has placement read it again when its text has changed. By looking, not by the
/// file system's notifications: those miss mounted files that are swapped by a link.
/// </summary>
internal sealed class ConfigFileWatch(string? file, PlacementPolicies policies, TimeProvider time) : BackgroundService
{
    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (file is null)
            return;
        byte[] seen = await ReadAsync(file, stoppingToken) ?? [];
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            // A file that is gone or locked for a moment is no new setting.
            if (await ReadAsync(file, stoppingToken) is not byte[] now || now.AsSpan().SequenceEqual(seen))
                continue;
            seen = now;
            policies.Reload();
        }
    }

    private static async ValueTask<byte[]?> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(file, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
