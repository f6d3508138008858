using System.Formats.Tar;
using System.IO.Compression;
using LlamaOrch.Contracts.Processes;

namespace LlamaOrch.LlamaCpp.Native;

/// <summary>Takes the pinned files, and nothing else, out of the package's archive.</summary>
internal static class LibraryArchive
{
    /// <summary>Extracts into <paramref name="folder"/>; names come from the pin, never from the archive.</summary>
    /// <exception cref="StartupException">A pinned file is not in the archive.</exception>
    public static async Task ExtractAsync(string archivePath, string folder, CancellationToken cancellationToken)
    {
        var wanted = LibraryPin.Files.ToDictionary(file => LibraryPin.ArchiveFolder + file.Name, file => file.Name);
        await using FileStream file = File.OpenRead(archivePath);
        await using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        await using var tar = new TarReader(unzipped);
        while (wanted.Count > 0 && await tar.GetNextEntryAsync(copyData: false, cancellationToken) is TarEntry entry)
        {
            if (wanted.Remove(entry.Name, out string? name))
                await entry.ExtractToFileAsync(Path.Combine(folder, name), overwrite: false, cancellationToken);
        }

        if (wanted.Count > 0)
        {
            throw new StartupException(
                ExitCode.EngineLibraryUnavailable,
                $"{LibraryPin.Package} {LibraryPin.Version} lacks {string.Join(", ", wanted.Values)}.");
        }
    }
}
