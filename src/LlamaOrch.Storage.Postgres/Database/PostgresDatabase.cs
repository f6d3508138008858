using LlamaOrch.Contracts.Processes;
using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Rows;
using Npgsql;

namespace LlamaOrch.Storage.Postgres.Database;

/// <summary>
/// The PostgreSQL database of a control plane, shared by all its stores: one session that owns the database and
/// commits in groups, and pooled connections for everything else. Each port of Core has a class of its own on top.
/// </summary>
public sealed class PostgresDatabase : IStoreOwnership, IDisposable
{
    private readonly OwnerSession owner;

    private readonly NpgsqlDataSource source;

    private PostgresDatabase(NpgsqlDataSource source, OwnerSession owner, IUnreadableRows? unreadable)
    {
        (this.source, this.owner) = (source, owner);
        Rows = new RowGuard(unreadable);
    }

    /// <summary>Reads rows.</summary>
    internal RowGuard Rows { get; }

    /// <summary>Opens the database and brings its tables up to this version.</summary>
    /// <param name="address">As <see cref="PostgresUrl"/> reads it.</param>
    /// <param name="ownedElsewhereMax">How long to wait for a process that is just ending to let go of it.</param>
    /// <param name="times">How long it waits for a session that is dead; null for the defaults.</param>
    /// <param name="unreadable">Is told of rows that can't be read; null for nobody.</param>
    /// <exception cref="StartupException">It can't be reached, another control plane uses it, or it is of a newer
    /// version.</exception>
    public static PostgresDatabase Open(
        string address, TimeSpan ownedElsewhereMax, OwnerTimes? times = null, IUnreadableRows? unreadable = null)
    {
        NpgsqlConnectionStringBuilder settings = PostgresTimeouts.Bound(PostgresUrl.Read(address));
        settings.ApplicationName ??= "orchestratord";
        settings.MaxAutoPrepare = 32;
        settings.AutoPrepareMinUsages = 2;
        NpgsqlDataSource source = Pool(settings);
        var owner = new OwnerSession(Single(settings), times ?? new OwnerTimes());
        try
        {
            owner.Take(ownedElsewhereMax);
            PostgresUpgrade.Run(owner);
            owner.Raise();
            return new PostgresDatabase(source, owner, unreadable);
        }
        catch (Exception failure)
            when (failure is StorageException or StartupException || PostgresFailures.Is(failure))
        {
            owner.Dispose();
            source.Dispose();
            throw failure as StartupException ?? Unusable(settings, failure);
        }
    }

    /// <summary>Runs statements as one transaction on the session that owns the database; for one thread.</summary>
    /// <exception cref="StorageException">They were not done; or the connection broke, and it is not known.</exception>
    public void Commit(Action<NpgsqlBatch> fill) => owner.Commit(fill);

    /// <summary>One value, on the session that owns the database; the default for none.</summary>
    /// <exception cref="StorageException">It can't be read.</exception>
    public TValue? Scalar<TValue>(string sql, params object[] values) => owner.Scalar<TValue>(sql, values);

    /// <inheritdoc/>
    public void Prove() => owner.Prove();

    /// <summary>Reads the rows of a query, on a pooled connection.</summary>
    /// <exception cref="StorageException">It can't be read.</exception>
    public async ValueTask<List<TRow>> QueryAsync<TRow>(
        string sql, Func<NpgsqlDataReader, TRow> read, object[] values, CancellationToken cancellationToken)
    {
        try
        {
            await using NpgsqlCommand command = source.CreateCommand(sql);
            foreach (object value in values)
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            return await RowsAsync(reader, read, cancellationToken);
        }
        catch (Exception failure) when (PostgresFailures.Is(failure))
        {
            throw new StorageException($"The store can't be read: {failure.Message}", failure);
        }
    }

    /// <summary>
    /// Runs one statement on a pooled connection, unless another process has taken the database; how many rows it
    /// changed.
    /// </summary>
    /// <exception cref="StorageException">It was not done; or the connection broke, and it is not known.</exception>
    public ValueTask<int> ExecuteAsync(string sql, object[] values, CancellationToken cancellationToken) =>
        WriteAsync(
            sql,
            values,
            async (batch, stop) =>
            {
                await batch.ExecuteNonQueryAsync(stop);
                return batch.BatchCommands[^1].RecordsAffected;
            },
            cancellationToken);

    /// <summary>As <see cref="ExecuteAsync"/>, for a statement that returns rows.</summary>
    /// <exception cref="StorageException">It was not done; or the connection broke, and it is not known.</exception>
    public ValueTask<List<TRow>> ExecuteAsync<TRow>(
        string sql, Func<NpgsqlDataReader, TRow> read, object[] values, CancellationToken cancellationToken) =>
        WriteAsync(
            sql,
            values,
            async (batch, stop) =>
            {
                await using NpgsqlDataReader reader = await batch.ExecuteReaderAsync(stop);
                await reader.NextResultAsync(stop);
                return await RowsAsync(reader, read, stop);
            },
            cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        owner.Dispose();
        source.Dispose();
    }

    private async ValueTask<TResult> WriteAsync<TResult>(
        string sql,
        object[] values,
        Func<NpgsqlBatch, CancellationToken, Task<TResult>> run,
        CancellationToken cancellationToken)
    {
        if (owner.Epoch.Lost is { } lost)
            throw lost;
        var write = new NpgsqlBatchCommand(sql);
        foreach (object value in values)
            write.Parameters.Add(new NpgsqlParameter { Value = value });
        try
        {
            await using NpgsqlBatch batch = source.CreateBatch();
            batch.BatchCommands.Add(owner.Epoch.Check());
            batch.BatchCommands.Add(write);
            return await run(batch, cancellationToken);
        }
        catch (Exception failure) when (OwnerEpoch.Failed(failure))
        {
            throw owner.Epoch.Lose();
        }
        catch (Exception failure) when (PostgresFailures.Is(failure))
        {
            throw new StorageException($"The store refuses to write: {failure.Message}", failure);
        }
    }

    private static async Task<List<TRow>> RowsAsync<TRow>(
        NpgsqlDataReader reader, Func<NpgsqlDataReader, TRow> read, CancellationToken cancellationToken)
    {
        var rows = new List<TRow>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(read(reader));
        return rows;
    }

    private static NpgsqlDataSource Pool(NpgsqlConnectionStringBuilder settings)
    {
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        builder.UsePhysicalConnectionInitializer(PostgresSession.Prepare, PostgresSession.PrepareAsync);
        return builder.Build();
    }

    /// <summary>The session that owns the database ends with its connection, so it is in no pool.</summary>
    private static string Single(NpgsqlConnectionStringBuilder settings) =>
        new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Pooling = false }.ConnectionString;

    private static StartupException Unusable(NpgsqlConnectionStringBuilder settings, Exception failure) => new(
        ExitCode.StorageUnusable,
        $"The database {settings.Database} at {settings.Host}:{settings.Port} can't be used"
            + $" ({(failure.InnerException ?? failure).Message.TrimEnd('.')}): see that it runs and that postgres_url"
            + " is right.",
        failure);
}
