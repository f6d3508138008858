using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Storage.Commits;
using LlamaOrch.Storage.Postgres.Database;
using LlamaOrch.Storage.Rows;
using Npgsql;

namespace LlamaOrch.Storage.Postgres.Tasks;

/// <summary>The journal of tasks in PostgreSQL.</summary>
public sealed class PostgresTaskJournal : ITaskJournal, IDisposable
{
    private const string Columns =
        "slot, place, queue_position, created_us, route, body, body_hash, correlation_id, trace_parent, life,"
        + " delivered, outcome, task_id";

    private readonly PostgresDatabase database;
    private readonly int kept;
    private readonly int slack;
    private readonly GroupCommit<TaskWrite> commits;
    private long lastEnd;

    /// <summary>Uses a database.</summary>
    /// <param name="database">The database.</param>
    /// <param name="kept">How many ended tasks are found; earlier ones are forgotten.</param>
    /// <param name="limits">Bounds of the group commit.</param>
    public PostgresTaskJournal(PostgresDatabase database, int kept, CommitLimits? limits = null)
    {
        (this.database, this.kept) = (database, kept);
        slack = Math.Max(1, kept / 10);
        lastEnd = database.Scalar<long>("SELECT max(end_number) FROM llorch_tasks");
        commits = new GroupCommit<TaskWrite>("postgres-commit", Commit, limits ?? new CommitLimits());
    }

    /// <summary>Ends up to this number are beyond those kept, deleted or not yet.</summary>
    private long Forgotten => Interlocked.Read(ref lastEnd) - kept;

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<JournaledTask>> RecoverAsync(CancellationToken cancellationToken)
    {
        await commits.WriteAsync(new TaskWrite.BeginLife());
        List<JournaledTask?> open = await database.QueryAsync(
            $"SELECT {Columns} FROM llorch_tasks WHERE end_number IS NULL ORDER BY model_id, place",
            Row,
            [],
            cancellationToken);
        return [.. open.OfType<JournaledTask>()];
    }

    /// <inheritdoc/>
    public ValueTask AcceptAsync(JournaledTask task) => new(commits.WriteAsync(new TaskWrite.Accept(task)));

    /// <inheritdoc/>
    public ValueTask MarkDeliveredAsync(TaskId taskId) => new(commits.WriteAsync(new TaskWrite.Deliver(taskId)));

    /// <inheritdoc/>
    public ValueTask EndAsync(TaskId taskId, TaskOutcome outcome) =>
        new(commits.WriteAsync(new TaskWrite.End(taskId, outcome)));

    /// <inheritdoc/>
    public async ValueTask<JournaledTask?> FindAsync(TaskId taskId, CancellationToken cancellationToken)
    {
        List<JournaledTask?> found = await database.QueryAsync(
            $"SELECT {Columns} FROM llorch_tasks WHERE task_id = $1 AND (end_number IS NULL OR end_number > $2)",
            Row,
            [taskId.Value, Forgotten],
            cancellationToken);
        return found is [null] ? throw RowGuard.Unreadable(RowKind.Task, taskId.Value) : found.SingleOrDefault();
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<JournaledTask>> NewestEndedAsync(
        int count, CancellationToken cancellationToken)
    {
        List<JournaledTask?> ended = await database.QueryAsync(
            $"SELECT {Columns} FROM llorch_tasks WHERE end_number > $1 ORDER BY end_number DESC LIMIT $2",
            Row,
            [Forgotten, count],
            cancellationToken);
        return [.. ended.OfType<JournaledTask>()];
    }

    /// <inheritdoc/>
    public void Dispose() => commits.Dispose();

    private void Commit(IReadOnlyList<PendingWrite<TaskWrite>> writes)
    {
        NpgsqlBatchCommand? insert = null;
        database.Commit(batch => insert = Fill(batch, writes));
        int taken = writes.Count(pending => pending.Write is TaskWrite.Accept);
        if (insert?.RecordsAffected < taken)
            RefuseEnded(writes);
    }

    /// <summary>Never in a healthy store: ids are looked up before they are taken.</summary>
    private void RefuseEnded(IReadOnlyList<PendingWrite<TaskWrite>> writes)
    {
        string[] ids = [.. writes.Select(pending => pending.Write).OfType<TaskWrite.Accept>()
            .Select(accept => accept.Task.TaskId.Value)];
        string[] ended = database.Scalar<string[]>(
            "SELECT array_agg(task_id) FROM llorch_tasks WHERE task_id = ANY ($1) AND end_number IS NOT NULL", ids)
            ?? [];
        foreach (PendingWrite<TaskWrite> pending in writes)
        {
            if (pending.Write is TaskWrite.Accept accept && ended.Contains(accept.Task.TaskId.Value))
                pending.Refusal = TaskRows.HasEnded(accept.Task.TaskId);
        }
    }

    /// <summary>Adds the statements of a batch; returns the one that takes tasks, null for none.</summary>
    private NpgsqlBatchCommand? Fill(NpgsqlBatch batch, IReadOnlyList<PendingWrite<TaskWrite>> writes)
    {
        NpgsqlBatchCommand? insert = null;
        var taken = new List<JournaledTask>();
        var delivered = new List<string>();
        var ended = new List<(string TaskId, long Number, TaskOutcome Outcome)>();
        foreach (PendingWrite<TaskWrite> pending in writes)
        {
            switch (pending.Write)
            {
                case TaskWrite.BeginLife:
                    batch.BatchCommands.Add(new NpgsqlBatchCommand(
                        "UPDATE llorch_tasks SET life = life + 1 WHERE end_number IS NULL"));
                    break;
                case TaskWrite.Accept accept:
                    taken.Add(accept.Task);
                    break;
                case TaskWrite.Deliver deliver:
                    delivered.Add(deliver.TaskId.Value);
                    break;
                case TaskWrite.End end:
                    ended.Add((end.TaskId.Value, ++lastEnd, end.Outcome));
                    break;
            }
        }

        if (taken.Count > 0)
            batch.BatchCommands.Add(insert = TaskWriteBatch.Insert(taken, Forgotten));
        if (delivered.Count > 0)
            batch.BatchCommands.Add(TaskWriteBatch.Mark(delivered));
        if (ended.Count > 0)
            batch.BatchCommands.Add(TaskWriteBatch.End(ended));
        if (ended.Count > 0 && lastEnd / slack != (lastEnd - ended.Count) / slack)
            batch.BatchCommands.Add(Forget());
        return insert;
    }

    private NpgsqlBatchCommand Forget() => new("DELETE FROM llorch_tasks WHERE end_number <= $1")
    {
        Parameters = { new NpgsqlParameter<long> { TypedValue = Forgotten } },
    };

    private JournaledTask? Row(NpgsqlDataReader row) =>
        database.Rows.Read(RowKind.Task, () => row.GetString(12), () => Read(row));

    private static JournaledTask Read(NpgsqlDataReader row) => new()
    {
        Slot = TaskRows.ReadSlot(row.GetFieldValue<byte[]>(0)),
        Place = row.GetInt64(1),
        QueuePosition = row.GetInt32(2),
        CreatedAt = TaskRows.ReadTime(row.GetInt64(3)),
        Route = row.GetString(4),
        Body = row.GetFieldValue<byte[]>(5),
        BodyHash = row.GetString(6),
        CorrelationId = row.GetString(7),
        TraceParent = row.IsDBNull(8) ? null : row.GetString(8),
        Life = row.GetInt32(9),
        Delivered = row.GetBoolean(10),
        Outcome = TaskRows.ReadOutcome(row.IsDBNull(11) ? null : row.GetFieldValue<byte[]>(11)),
    };
}
