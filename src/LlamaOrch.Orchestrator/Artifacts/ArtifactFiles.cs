using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Orchestrator.Artifacts;

/// <summary>
/// The artifacts that are too large for the store: a file each, named by its digest, written whole or not at all.
/// </summary>
internal sealed class ArtifactFiles
{
    private const int PrefixLength = 2;

    private readonly string folder;
    private readonly string unfinished;

    public ArtifactFiles(string dataDirectory)
    {
        folder = Path.Combine(dataDirectory, "artifacts");
        unfinished = Path.Combine(folder, "unfinished");
    }

    /// <summary>Makes the folders and removes what was not finished in an earlier life.</summary>
    /// <exception cref="IOException">It can't be done.</exception>
    public void Open()
    {
        if (Directory.Exists(unfinished))
            Directory.Delete(unfinished, recursive: true);
        Directory.CreateDirectory(unfinished);
    }

    /// <summary>A new file to be written to; it is nothing until it is kept.</summary>
    public FileStream Begin() => new(
        Path.Combine(unfinished, Guid.NewGuid().ToString("N")), FileMode.CreateNew, FileAccess.ReadWrite);

    /// <summary>Gives a finished file its name: on disk when this returns.</summary>
    public void Keep(FileStream finished, Sha256Digest id)
    {
        finished.Flush(flushToDisk: true);
        finished.Dispose();
        string path = PathOf(id);
        string parent = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(parent);
        File.Move(finished.Name, path, overwrite: true);
        // Else the name may be lost with the power though the content is not.
        DurableFolder.Flush(parent);
        DurableFolder.Flush(folder);
    }

    /// <summary>Removes a file that is not to be kept.</summary>
    public static void Discard(FileStream file)
    {
        file.Dispose();
        File.Delete(file.Name);
    }

    /// <summary>The content of an artifact; null when there is no such file.</summary>
    public FileStream? Read(Sha256Digest id)
    {
        try
        {
            return new FileStream(PathOf(id), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Deletes an artifact's file; one that is not there is fine.</summary>
    public void Delete(Sha256Digest id)
    {
        string path = PathOf(id);
        if (File.Exists(path))
            File.Delete(path);
    }

    /// <summary>The artifacts that have a file.</summary>
    public IEnumerable<Sha256Digest> All()
    {
        foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            if (Sha256Digest.TryParse(Sha256Digest.Prefix + Path.GetFileName(path), out Sha256Digest id))
                yield return id;
        }
    }

    private string PathOf(Sha256Digest id) => Path.Combine(folder, id.HexDigits[..PrefixLength], id.HexDigits);
}
