using System.Diagnostics;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Core.Ports;
using Npgsql;

namespace LlamaOrch.Storage.Postgres.Database;

/// <summary>
/// The one session that may write to the database, by a lock that ends with it: two control planes on one database
/// would run every task twice. When its connection breaks, the next commit makes a new one and takes the lock again.
/// </summary>
internal sealed class OwnerSession(NpgsqlDataSource source) : IDisposable
{
    // 'llorch' in ASCII: any number would do that nobody else uses in this database.
    private const long LockKey = 0x6c6c6f726368;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private NpgsqlConnection? connection;

    /// <summary>Takes the database.</summary>
    /// <param name="limit">How long to wait for whoever has it.</param>
    /// <exception cref="StartupException">Another control plane still has it then.</exception>
    public void Take(TimeSpan limit)
    {
        long began = Stopwatch.GetTimestamp();
        while (!TryConnect())
        {
            if (Stopwatch.GetElapsedTime(began) > limit)
            {
                throw new StartupException(
                    ExitCode.DataDirectoryInUse,
                    "Another orchestratord uses this database: stop it, or choose another one with postgres_url.");
            }

            Thread.Sleep(Pause);
        }
    }

    /// <summary>Runs statements as one transaction.</summary>
    /// <exception cref="StorageException">They were not done, or it is not known whether they were.</exception>
    public void Commit(Action<NpgsqlBatch> fill)
    {
        try
        {
            if (connection is not { FullState: System.Data.ConnectionState.Open } && !TryConnect())
                throw new StorageException("Another orchestratord has taken the database.");
            // Statements of one batch are one transaction.
            using NpgsqlBatch batch = connection!.CreateBatch();
            fill(batch);
            batch.ExecuteNonQuery();
        }
        catch (NpgsqlException failure)
        {
            throw new StorageException($"The store refuses to write: {failure.Message}", failure);
        }
    }

    /// <summary>One value.</summary>
    public TValue? Scalar<TValue>(string sql)
    {
        using NpgsqlCommand command = connection!.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() is TValue value ? value : default;
    }

    public void Dispose() => connection?.Dispose();

    private bool TryConnect()
    {
        connection?.Dispose();
        connection = source.OpenConnection();
        // A commit returns when it is on the server's disk, whatever the server's own setting.
        Commit(batch => batch.BatchCommands.Add(new NpgsqlBatchCommand("SET synchronous_commit = on")));
        if (Scalar<bool>($"SELECT pg_try_advisory_lock({LockKey})"))
            return true;
        connection.Dispose();
        connection = null;
        return false;
    }
}
