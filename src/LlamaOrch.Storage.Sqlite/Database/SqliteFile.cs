using LlamaOrch.Contracts.Processes;
using Microsoft.Data.Sqlite;

namespace LlamaOrch.Storage.Sqlite.Database;

/// <summary>Opens a database file: makes it where it is missing, checks it, and brings it up to this version.</summary>
internal static class SqliteFile
{
    // Prompts are in it.
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>The session that writes.</summary>
    /// <exception cref="StartupException">The file can't be used; the message says why.</exception>
    public static SqliteSession OpenToWrite(string path)
    {
        SqliteSession? session = null;
        try
        {
            Create(path);
            session = Connect(path, SqliteOpenMode.ReadWrite);
            Check(session, path);
            Upgrade(session, path);
            return session;
        }
        catch (Exception failure)
            when (failure is SqliteException or IOException or UnauthorizedAccessException or StartupException)
        {
            session?.Dispose();
            throw failure as StartupException ?? Unusable(path, failure.Message, failure);
        }
    }

    /// <summary>A session that reads beside the one that writes.</summary>
    public static SqliteSession OpenToRead(string path) => Connect(path, SqliteOpenMode.ReadOnly);

    private static void Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        new FileStream(path, options).Dispose();
    }

    private static SqliteSession Connect(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mode,
            Pooling = false,
            DefaultTimeout = 5,
        }.ToString());
        connection.Open();
        var session = new SqliteSession(connection);
        if (mode == SqliteOpenMode.ReadOnly)
            return session;
        session.Scalar("PRAGMA journal_mode = WAL");
        // A commit returns when its bytes are on the disk, not when the system has them.
        session.Run("PRAGMA synchronous = FULL");
        return session;
    }

    private static void Check(SqliteSession session, string path)
    {
        string found = (string)session.Scalar("PRAGMA quick_check(1)")!;
        if (found != "ok")
            throw Unusable(path, $"it is damaged: {found}");
    }

    private static void Upgrade(SqliteSession session, string path)
    {
        int version = (int)(long)session.Scalar("PRAGMA user_version")!;
        if (version > SqliteSchema.Steps.Count)
        {
            throw new StartupException(
                ExitCode.StorageUnusable,
                $"The database {path} is of a newer version ({version}, this program knows {SqliteSchema.Steps.Count}):"
                + " start that version, or choose another data_dir.");
        }

        for (int step = version; step < SqliteSchema.Steps.Count; step++)
        {
            session.Run("BEGIN IMMEDIATE");
            session.Run(SqliteSchema.Steps[step]);
            session.Run($"PRAGMA user_version = {step + 1}");
            session.Run("COMMIT");
        }
    }

    private static StartupException Unusable(string path, string reason, Exception? cause = null) => new(
        ExitCode.StorageUnusable,
        $"The database {path} can't be used ({reason.TrimEnd('.')}): put a good copy in its place, or move it away to"
        + " begin with an empty one.",
        cause);
}
