using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using LlamaOrch.Contracts.Ids;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.PoolManager.Provisioning;

/// <summary>
/// Which engine processes this node has started, on disk: an agent that was killed could not end them, and one that
/// hangs does not notice that its node has gone. The next run ends those that are the recorded ones for certain.
/// </summary>
internal sealed partial class EngineLeftovers(string directory, ILogger<EngineLeftovers> logger)
{
    private const string Ending = ".pid";
    private static readonly TimeSpan EndMax = TimeSpan.FromSeconds(5);

    /// <summary>Notes a process that was started.</summary>
    public void Started(PoolId poolId, int processId)
    {
        if (IdentityOf(processId) is not string identity)
            return;
        try
        {
            Directory.CreateDirectory(directory);
            File.WriteAllText(FileOf(poolId.Value), $"{processId} {identity}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Without the note this one can't be ended by a later run; it still ends with its stdin.
        }
    }

    /// <summary>Forgets a process that has ended.</summary>
    public void Ended(PoolId poolId)
    {
        try
        {
            File.Delete(FileOf(poolId.Value));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What stays names a process that has gone, and is taken for nothing.
        }
    }

    /// <summary>Ends what an earlier run has left behind; returns when it has ended.</summary>
    public void EndAll()
    {
        if (!Directory.Exists(directory))
            return;
        foreach (string file in Directory.EnumerateFiles(directory, $"*{Ending}"))
        {
            if (IdentifierRules.TryParse(Path.GetFileNameWithoutExtension(file), out PoolId poolId)
                && Find(file) is Process process)
            {
                using (process)
                    End(poolId, process);
            }

            File.Delete(file);
        }
    }

    /// <summary>
    /// The moment at which the system started a process, in its own ticks, with the system's own start: process ids
    /// are used again, this pair is not. Null where the system does not tell.
    /// </summary>
    internal static string? IdentityOf(int processId)
    {
        try
        {
            // Its name, in parentheses, may hold anything; the 20th field after it is its start.
            string stat = File.ReadAllText($"/proc/{processId}/stat");
            string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string boot = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
            return fields.Length > 19 ? $"{fields[19]} {boot}" : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static Process? Find(string file)
    {
        try
        {
            string[] noted = File.ReadAllText(file).Split(' ', 2);
            return noted.Length == 2
                && int.TryParse(noted[0], CultureInfo.InvariantCulture, out int id)
                && IdentityOf(id) == noted[1]
                    ? Process.GetProcessById(id)
                    : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private void End(PoolId poolId, Process process)
    {
        LogLeftover(logger, poolId, process.Id);
        try
        {
            ProcessSignals.AskToEnd(process.Id);
            if (!process.WaitForExit(EndMax))
                process.Kill(entireProcessTree: true);
            process.WaitForExit(EndMax);
        }
        catch (Exception failure) when (failure is InvalidOperationException or Win32Exception)
        {
            // It has ended by itself.
        }
    }

    private string FileOf(string poolId) => Path.Combine(directory, poolId + Ending);

    [LoggerMessage(3218, LogLevel.Warning,
        "The engine of pool {PoolId} has outlived an earlier run of this node and is ended",
        EventName = "engine_left_over")]
    private static partial void LogLeftover(ILogger logger, PoolId poolId, int processId);
}
