using LlamaOrch.Core.Ports;

namespace LlamaOrch.Storage.Sqlite.Database;

/// <summary>
/// The place of a database: its folder and files as they were when it was opened. What is written after somebody has
/// removed or replaced them is in no file that the next start finds.
/// </summary>
internal sealed class SqlitePlace
{
    private readonly string folder;
    private readonly (string Path, FileIdentity? Identity)[] files;

    /// <summary>Remembers the files of an open database.</summary>
    /// <param name="path">The database file.</param>
    /// <param name="others">The files beside it that are open too.</param>
    public SqlitePlace(string path, params IEnumerable<string> others)
    {
        folder = Path.GetDirectoryName(path)!;
        files = [.. others.Prepend(path).Select(file => (file, FileIdentity.Of(file)))];
    }

    /// <summary>Checks that the paths still lead to the files that are open.</summary>
    /// <exception cref="StorageException">They don't; the message says what to do.</exception>
    public void Check()
    {
        foreach ((string path, FileIdentity? identity) in files)
        {
            FileIdentity? now = FileIdentity.Of(path);
            if (now == identity)
                continue;
            string what = now is null ? "was removed" : "was replaced by another file";
            throw new StorageException(
                $"{path} {what} while orchestratord runs: put it back, or restart orchestratord to begin with what is"
                + " there.");
        }

        // SQLite makes files beside the database, so its folder counts too.
        if (!FileIdentity.IsWritable(files[0].Path) || !FileIdentity.IsWritable(folder))
            throw new StorageException($"{folder} is read-only now: make it writable again.");
    }
}
