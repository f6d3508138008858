using LlamaOrch.Contracts.Processes;
using LlamaOrch.Core.Ports;
using Npgsql;

namespace LlamaOrch.Storage.Postgres.Database;

/// <summary>
/// The PostgreSQL database of a control plane, shared by all its stores: one session that owns the database and
/// commits in groups, and pooled connections for everything else. Each port of Core has a class of its own on top.
/// </summary>
public sealed class PostgresDatabase : IDisposable
{
    private readonly OwnerSession owner;

    private PostgresDatabase(NpgsqlDataSource source, OwnerSession owner) => (Source, this.owner) = (source, owner);

    /// <summary>Pooled connections, for reads and for writes that are rare.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>Opens the database and brings its tables up to this version.</summary>
    /// <param name="address">As <see cref="PostgresUrl"/> reads it.</param>
    /// <param name="ownedElsewhereMax">How long to wait for a process that is just ending to let go of it.</param>
    /// <exception cref="StartupException">It can't be reached, another control plane uses it, or it is of a newer
    /// version.</exception>
    public static PostgresDatabase Open(string address, TimeSpan ownedElsewhereMax)
    {
        NpgsqlConnectionStringBuilder settings = PostgresUrl.Read(address);
        settings.ApplicationName ??= "orchestratord";
        settings.MaxAutoPrepare = 32;
        settings.AutoPrepareMinUsages = 2;
        NpgsqlDataSource source = NpgsqlDataSource.Create(settings);
        var owner = new OwnerSession(source);
        try
        {
            owner.Take(ownedElsewhereMax);
            PostgresUpgrade.Run(owner);
            return new PostgresDatabase(source, owner);
        }
        catch (Exception failure) when (failure is NpgsqlException or StorageException or StartupException)
        {
            owner.Dispose();
            source.Dispose();
            throw failure as StartupException ?? Unusable(settings, failure);
        }
    }

    /// <summary>Runs statements as one transaction on the session that owns the database; for one thread.</summary>
    /// <exception cref="StorageException">They were not done; or the connection broke, and it is not known.</exception>
    public void Commit(Action<NpgsqlBatch> fill) => owner.Commit(fill);

    /// <summary>Reads the rows of a query.</summary>
    /// <exception cref="StorageException">It can't be read.</exception>
    public async ValueTask<List<TRow>> QueryAsync<TRow>(
        string sql, Func<NpgsqlDataReader, TRow> read, object[] values, CancellationToken cancellationToken)
    {
        try
        {
            await using NpgsqlCommand command = Source.CreateCommand(sql);
            foreach (object value in values)
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(cancellationToken);
            var rows = new List<TRow>();
            while (await reader.ReadAsync(cancellationToken))
                rows.Add(read(reader));
            return rows;
        }
        catch (NpgsqlException failure)
        {
            throw new StorageException($"The store can't be read: {failure.Message}", failure);
        }
    }

    /// <summary>Runs one statement on a pooled connection; how many rows it changed.</summary>
    /// <exception cref="StorageException">It was not done; or the connection broke, and it is not known.</exception>
    public async ValueTask<int> ExecuteAsync(string sql, object[] values, CancellationToken cancellationToken)
    {
        try
        {
            await using NpgsqlCommand command = Source.CreateCommand(sql);
            foreach (object value in values)
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            return await command.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (NpgsqlException failure)
        {
            throw new StorageException($"The store refuses to write: {failure.Message}", failure);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        owner.Dispose();
        Source.Dispose();
    }

    private static StartupException Unusable(NpgsqlConnectionStringBuilder settings, Exception failure) => new(
        ExitCode.StorageUnusable,
        $"The database {settings.Database} at {settings.Host}:{settings.Port} can't be used"
            + $" ({(failure.InnerException ?? failure).Message.TrimEnd('.')}): see that it runs and that postgres_url"
            + " is right.",
        failure);
}
