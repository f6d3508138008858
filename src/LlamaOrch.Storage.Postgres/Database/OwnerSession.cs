using System.Data;
using System.Diagnostics;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Core.Ports;
using Npgsql;

namespace LlamaOrch.Storage.Postgres.Database;

/// <summary>
/// The one session that owns the database, by a lock that ends with it: two control planes on one database would run
/// every task twice. When its connection breaks, the next call makes a new one and takes the lock again. Its previous
/// session may still have the lock, behind a connection that is dead on this side only: that one is ended.
/// </summary>
internal sealed class OwnerSession(string settings, OwnerTimes times) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private NpgsqlConnection? connection;
    private string? failure;
    private long failedAt;
    private LockHolder? previous;

    /// <summary>The epoch of this process.</summary>
    public OwnerEpoch Epoch { get; } = new();

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

    /// <summary>Raises the epoch: from here on nobody who had the database before can write to it.</summary>
    public void Raise() => Epoch.Raise(connection!);

    /// <summary>Runs statements as one transaction, unless another process has taken the database.</summary>
    /// <exception cref="StorageException">They were not done, or it is not known whether they were.</exception>
    public void Commit(Action<NpgsqlBatch> fill)
    {
        lock (gate)
        {
            Try(() => Run(batch =>
            {
                batch.BatchCommands.Add(Epoch.Check());
                fill(batch);
            }));
        }
    }

    /// <summary>As <see cref="Commit"/>, before the epoch is raised and with all the time that it takes.</summary>
    public void CommitUnchecked(Action<NpgsqlBatch> fill) => Try(() => Run(batch =>
    {
        batch.Timeout = 0;
        fill(batch);
    }));

    /// <summary>
    /// Connects where the connection is broken, and asks who owns the database. Also a sign of life: a session that
    /// has been idle for long is taken for a dead one. Returns at once while a commit runs, which tells the same.
    /// </summary>
    /// <exception cref="StorageException">This process does not own it, or the server does not answer.</exception>
    public void Prove()
    {
        if (!gate.TryEnter())
            return;
        try
        {
            Try(AskTwice);
        }
        finally
        {
            gate.Exit();
        }
    }

    /// <summary>One value; the default for none.</summary>
    /// <exception cref="StorageException">The server does not answer.</exception>
    public TValue? Scalar<TValue>(string sql, params object[] values)
    {
        TValue? result = default;
        lock (gate)
        {
            Try(() =>
            {
                Connect();
                using var command = new NpgsqlCommand(sql, connection);
                foreach (object value in values)
                    command.Parameters.Add(new NpgsqlParameter { Value = value });
                result = command.ExecuteScalar() is TValue found ? found : default;
            });
        }

        return result;
    }

    public void Dispose()
    {
        lock (gate)
        {
            connection?.Dispose();
        }
    }

    /// <summary>A connection that broke since its last use says so only when it is used; a new one may work.</summary>
    private void AskTwice()
    {
        try
        {
            Ask();
        }
        catch (Exception broken)
            when (PostgresFailures.Is(broken) && connection is not { FullState: ConnectionState.Open })
        {
            Ask();
        }
    }

    private void Ask()
    {
        Connect();
        if (!Epoch.IsCurrent(connection!))
            throw Epoch.Lose();
    }

    private void Try(Action action)
    {
        if (Epoch.Lost is { } lost)
            throw lost;
        try
        {
            action();
        }
        catch (Exception refused) when (OwnerEpoch.Failed(refused))
        {
            connection?.Dispose();
            throw Epoch.Lose();
        }
        catch (Exception broken) when (PostgresFailures.Is(broken))
        {
            throw new StorageException($"The store refuses to write: {broken.Message}", broken);
        }
    }

    private void Run(Action<NpgsqlBatch> fill)
    {
        Connect();
        // Statements of one batch are one transaction.
        using NpgsqlBatch batch = connection!.CreateBatch();
        fill(batch);
        batch.ExecuteNonQuery();
    }

    private void Connect()
    {
        if (connection is { FullState: ConnectionState.Open })
            return;
        // Each attempt may take seconds, and writes come one after the other: those that wait must not add them up.
        if (failure is not null && Stopwatch.GetElapsedTime(failedAt) < Rest)
            throw new StorageException(failure);
        failure = "Another session has the lock on the database; it is asked for again shortly.";
        try
        {
            if (TryConnect())
            {
                failure = null;
                return;
            }
        }
        catch (Exception broken) when (PostgresFailures.Is(broken))
        {
            failure = $"The store can't be reached: {broken.Message}";
        }

        failedAt = Stopwatch.GetTimestamp();
        throw new StorageException(failure);
    }

    private bool TryConnect()
    {
        connection?.Dispose();
        connection = null;
        var opened = new NpgsqlConnection(settings);
        try
        {
            opened.Open();
            PostgresSession.Prepare(opened);
            if (!TryLock(opened))
                return false;
            // Without a check here, one that lost the database would keep the lock from its successor's successor.
            if (!Epoch.IsCurrent(opened))
                throw Epoch.Lose();
            previous = LockHolder.Self(opened);
            (connection, opened) = (opened, null);
            return true;
        }
        finally
        {
            opened?.Dispose();
        }
    }

    private bool TryLock(NpgsqlConnection opened)
    {
        if (LockHolder.TryTake(opened))
            return true;
        if (LockHolder.Find(opened) is not LockHolder holder)
            return LockHolder.TryTake(opened);
        // A successor that has begun says so by the epoch.
        if (!Epoch.IsCurrent(opened))
            throw Epoch.Lose();
        if (!holder.IsSame(previous) && !(holder.Silence > times.SilenceMax))
            return false;
        holder.Terminate(opened);
        return Waited(() => LockHolder.TryTake(opened));
    }

    private bool Waited(Func<bool> isDone)
    {
        for (long began = Stopwatch.GetTimestamp(); !isDone(); Thread.Sleep(Pause))
        {
            if (Stopwatch.GetElapsedTime(began) > times.EndMax)
                return false;
        }

        return true;
    }
}
