using LlamaOrch.Contracts.Processes;
using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Commits;
using LlamaOrch.Storage.Rows;
using Microsoft.Data.Sqlite;

namespace LlamaOrch.Storage.Sqlite.Database;

/// <summary>
/// The one SQLite file of a control plane, shared by all its stores: writes go through one connection with group
/// commit, reads through another beside it. Each port of Core has a class of its own on top.
/// </summary>
public sealed class SqliteDatabase : IStoreOwnership, IDisposable
{
    /// <summary>The file's name in the data directory.</summary>
    public const string FileName = "orchestratord.db";

    // Extended codes carry the primary one in their low byte.
    private const int PrimaryCode = 0xff;
    private const int ConstraintViolated = 19;

    private readonly Lock reading = new();
    private readonly FileStream held;
    private readonly SqliteSession writer;
    private readonly SqliteSession reader;
    private readonly SqliteOwner owner;
    private readonly SqlitePlace place;
    private readonly GroupCommit<Action<SqliteSession>> commits;

    private SqliteDatabase(
        string path, FileStream held, SqliteSession writer, CommitLimits limits, IUnreadableRows? unreadable)
    {
        Rows = new RowGuard(unreadable);
        (this.held, this.writer) = (held, writer);
        owner = new SqliteOwner(writer);
        reader = SqliteFile.OpenToRead(path);
        // The log is there from the first write on.
        place = new SqlitePlace(path, $"{path}-wal", held.Name);
        commits = new GroupCommit<Action<SqliteSession>>("sqlite-commit", Commit, limits);
    }

    /// <summary>Reads rows.</summary>
    internal RowGuard Rows { get; }

    /// <summary>Opens the database of a data directory; makes both where they are missing.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="limits">Bounds of the group commit; null for the defaults.</param>
    /// <param name="unreadable">Is told of rows that can't be read; null for nobody.</param>
    /// <exception cref="StartupException">Another process has it, it is damaged, of a newer version, or can't be
    /// written.</exception>
    public static SqliteDatabase Open(
        string directory, CommitLimits? limits = null, IUnreadableRows? unreadable = null)
    {
        string path = Path.Combine(directory, FileName);
        FileStream held = Hold(directory, $"{path}.lock");
        try
        {
            return new SqliteDatabase(
                path, held, SqliteFile.OpenToWrite(path), limits ?? new CommitLimits(), unreadable);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Runs a write in one transaction with others that wait; done when it is on disk. It may run twice, when another
    /// write of its transaction fails.
    /// </summary>
    /// <exception cref="StorageException">It was not written.</exception>
    public Task WriteAsync(Action<SqliteSession> write) => commits.WriteAsync(write);

    /// <summary>Reads what has been committed. Reads are short, from a file that is in memory as a rule.</summary>
    /// <exception cref="StorageException">It can't be read.</exception>
    public TResult Read<TResult>(Func<SqliteSession, TResult> read)
    {
        lock (reading)
        {
            try
            {
                return read(reader);
            }
            catch (SqliteException failure)
            {
                throw new StorageException($"The store can't be read: {failure.Message}", failure);
            }
        }
    }

    /// <inheritdoc/>
    public void Prove()
    {
        Read(session =>
        {
            owner.Check(session);
            return true;
        });
        place.Check();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        commits.Dispose();
        reader.Dispose();
        writer.Dispose();
        held.Dispose();
    }

    /// <summary>SQLite lets several processes into one file; two control planes would run every task twice.</summary>
    private static FileStream Hold(string directory, string lockFile)
    {
        try
        {
            Directory.CreateDirectory(directory);
            return new FileStream(lockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException failure) when (LockedFile.IsHeldByAnother(failure))
        {
            throw new StartupException(
                ExitCode.DataDirectoryInUse,
                $"Another orchestratord runs on {directory}: stop it, or choose another data_dir.",
                failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartupException(
                ExitCode.BadConfiguration, $"data_dir: {directory} can't be used: {failure.Message}", failure);
        }
    }

    private void Commit(IReadOnlyList<PendingWrite<Action<SqliteSession>>> batch)
    {
        while (!TryCommit(batch))
        {
            // A write was refused for its own fault: the others are written without it.
        }
    }

    private bool TryCommit(IReadOnlyList<PendingWrite<Action<SqliteSession>>> batch)
    {
        writer.Run("BEGIN IMMEDIATE");
        try
        {
            owner.Check(writer);
            place.Check();
            foreach (PendingWrite<Action<SqliteSession>> pending in batch)
            {
                if (pending.Refusal is null && Refuses(pending))
                {
                    writer.Run("ROLLBACK");
                    return false;
                }
            }

            writer.Run("COMMIT");
            return true;
        }
        catch (Exception failure) when (failure is SqliteException or StorageException)
        {
            RollBack();
            throw;
        }
    }

    private bool Refuses(PendingWrite<Action<SqliteSession>> pending)
    {
        try
        {
            pending.Write(writer);
            return false;
        }
        catch (Exception fault)
            when (fault is not SqliteException sql || (sql.SqliteErrorCode & PrimaryCode) == ConstraintViolated)
        {
            pending.Refusal = fault;
            return true;
        }
    }

    private void RollBack()
    {
        try
        {
            writer.Run("ROLLBACK");
        }
        catch (SqliteException)
        {
            // A full disk or a broken one has ended the transaction already.
        }
    }
}
