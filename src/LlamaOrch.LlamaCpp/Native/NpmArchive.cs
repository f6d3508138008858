using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using LlamaOrch.Contracts.Processes;

namespace LlamaOrch.LlamaCpp.Native;

/// <summary>
/// Downloads the pinned package through the npm client, so that its registry, proxy and cache settings hold.
/// </summary>
internal static class NpmArchive
{
    private static readonly TimeSpan DownloadTimeout = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Puts the archive into <paramref name="folder"/> and returns its path; its hash is the pinned one.
    /// </summary>
    /// <exception cref="StartupException">npm is missing, the download failed, or the hash differs.</exception>
    public static async Task<string> DownloadAsync(string folder, CancellationToken cancellationToken)
    {
        await RunNpmAsync(folder, cancellationToken);
        string[] archives = Directory.GetFiles(folder, "*.tgz");
        if (archives.Length != 1)
            throw Unavailable($"npm left {archives.Length} archives where one was expected.");
        await using FileStream archive = File.OpenRead(archives[0]);
        byte[] hash = await SHA512.HashDataAsync(archive, cancellationToken);
        if (Convert.ToBase64String(hash) != LibraryPin.ArchiveSha512)
        {
            throw new StartupException(
                ExitCode.EngineLibraryTampered,
                $"The downloaded {LibraryPin.Package} {LibraryPin.Version} is not the archive that was pinned: "
                + "its SHA-512 differs. Check the npm registry or mirror that this machine uses.");
        }

        return archives[0];
    }

    private static async Task RunNpmAsync(string folder, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("npm")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        string[] arguments =
        [
            "pack", $"{LibraryPin.Package}@{LibraryPin.Version}", "--pack-destination", folder, "--loglevel", "error",
        ];
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using Process npm = Start(start);
        npm.StandardInput.Close();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(DownloadTimeout);
        try
        {
            Task<string> output = npm.StandardOutput.ReadToEndAsync(timeout.Token);
            string errors = await npm.StandardError.ReadToEndAsync(timeout.Token);
            await output;
            await npm.WaitForExitAsync(timeout.Token);
            if (npm.ExitCode != 0)
                throw Unavailable($"npm exited with {npm.ExitCode}: {FirstLine(errors)}");
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw Unavailable($"npm did not finish within {DownloadTimeout.TotalMinutes:0} minutes.");
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception missing)
        {
            throw new StartupException(
                ExitCode.MissingPrerequisite,
                "npm is needed once, to fetch the engine's native library, and was not found: "
                + "install Node.js with npm.",
                missing);
        }
    }

    private static string FirstLine(string text)
    {
        string line = text.Split('\n', 2)[0].Trim();
        return line.Length == 0 ? "it gave no reason." : line;
    }

    private static StartupException Unavailable(string reason) => new(
        ExitCode.EngineLibraryUnavailable,
        $"The engine's native library ({LibraryPin.Package} {LibraryPin.Version}) could not be fetched: {reason}");
}
