using LlamaOrch.Core.Ports;

namespace LlamaOrch.Storage.Sqlite.Database;

/// <summary>
/// The epoch that this process raised when it opened the database. A lock file keeps other processes out; where it was
/// deleted, or its file system has no locks, the epoch keeps the earlier one of two processes from writing.
/// </summary>
internal sealed class SqliteOwner
{
    // Two epochs may have one number when an older copy of the file was restored in between; the holder tells.
    private readonly string holder = Guid.NewGuid().ToString("N");
    private readonly long number;

    /// <summary>Raises the epoch.</summary>
    public SqliteOwner(SqliteSession session)
    {
        session.Run("UPDATE owner SET epoch = epoch + 1, holder = $1", holder);
        number = (long)session.Scalar("SELECT epoch FROM owner")!;
    }

    /// <summary>Checks, in the transaction of a write, that the epoch is still this one.</summary>
    /// <exception cref="StorageLostException">Another process has raised it.</exception>
    public void Check(SqliteSession session)
    {
        if (session.Scalar("SELECT 1 FROM owner WHERE epoch = $1 AND holder = $2", number, holder) is null)
        {
            throw new StorageLostException(
                "Another orchestratord has opened the database since this one did: this one must stop.");
        }
    }
}
