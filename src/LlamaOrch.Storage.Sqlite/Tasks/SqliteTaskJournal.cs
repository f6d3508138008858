using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Storage.Rows;
using LlamaOrch.Storage.Sqlite.Database;
using Microsoft.Data.Sqlite;

namespace LlamaOrch.Storage.Sqlite.Tasks;

/// <summary>The journal of tasks in SQLite.</summary>
public sealed class SqliteTaskJournal : ITaskJournal
{
    private const string Columns =
        "slot, place, queue_position, created_us, route, body, body_hash, correlation_id, trace_parent, life,"
        + " delivered, outcome, task_id";

    private const string Insert =
        "INSERT INTO tasks (task_id, model_id, place, created_us, life, delivered, queue_position, body_hash, route,"
        + " correlation_id, trace_parent, slot, body) VALUES ($1, $2, $3, $4, 0, 0, $5, $6, $7, $8, $9, $10, $11)"
        + " ON CONFLICT (task_id) DO UPDATE SET model_id = $2, place = $3, created_us = $4, life = 0, delivered = 0,"
        + " queue_position = $5, body_hash = $6, route = $7, correlation_id = $8, trace_parent = $9, slot = $10,"
        + " body = $11, end_number = NULL, outcome = NULL WHERE end_number IS NULL OR end_number <= $12";

    private readonly SqliteDatabase database;
    private readonly int kept;
    private readonly int slack;
    private long lastEnd;

    /// <summary>Uses a database.</summary>
    /// <param name="database">The database.</param>
    /// <param name="kept">How many ended tasks are found; earlier ones are forgotten.</param>
    public SqliteTaskJournal(SqliteDatabase database, int kept)
    {
        (this.database, this.kept) = (database, kept);
        slack = Math.Max(1, kept / 10);
        lastEnd = database.Read(session => (long?)session.Scalar("SELECT max(end_number) FROM tasks")) ?? 0;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<JournaledTask>> RecoverAsync(CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            session => session.Run("UPDATE tasks SET life = life + 1 WHERE end_number IS NULL"));
        return [.. database.Read(session => session.Query(
            $"SELECT {Columns} FROM tasks WHERE end_number IS NULL ORDER BY model_id, place", Row))
            .OfType<JournaledTask>()];
    }

    /// <inheritdoc/>
    public ValueTask AcceptAsync(JournaledTask task) => new(database.WriteAsync(session =>
    {
        if (Accept(session, task) == 0)
            throw TaskRows.HasEnded(task.TaskId);
    }));

    /// <inheritdoc/>
    public ValueTask MarkDeliveredAsync(TaskId taskId) => new(database.WriteAsync(session => session.Run(
        "UPDATE tasks SET delivered = 1 WHERE task_id = $1 AND end_number IS NULL", taskId.Value)));

    /// <inheritdoc/>
    public ValueTask EndAsync(TaskId taskId, TaskOutcome outcome) => new(database.WriteAsync(session =>
    {
        long number = Interlocked.Increment(ref lastEnd);
        session.Run(
            "UPDATE tasks SET end_number = $2, outcome = $3, body = x'' WHERE task_id = $1 AND end_number IS NULL",
            taskId.Value,
            number,
            TaskRows.Write(outcome));
        if (number % slack == 0)
            session.Run("DELETE FROM tasks WHERE end_number <= $1", number - kept);
    }));

    /// <inheritdoc/>
    public ValueTask<JournaledTask?> FindAsync(TaskId taskId, CancellationToken cancellationToken)
    {
        List<JournaledTask?> found = database.Read(session => session.Query(
            $"SELECT {Columns} FROM tasks WHERE task_id = $1 AND (end_number IS NULL OR end_number > $2)",
            Row,
            taskId.Value,
            Forgotten));
        return found is [null] ? throw RowGuard.Unreadable(RowKind.Task, taskId.Value) : new(found.SingleOrDefault());
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<JournaledTask>> NewestEndedAsync(int count, CancellationToken cancellationToken) =>
        new([.. database.Read(session => session.Query(
            $"SELECT {Columns} FROM tasks WHERE end_number > $1 ORDER BY end_number DESC LIMIT $2",
            Row,
            Forgotten,
            count)).OfType<JournaledTask>()]);

    /// <summary>Ends up to this number are beyond those kept, deleted or not yet.</summary>
    private long Forgotten => Interlocked.Read(ref lastEnd) - kept;

    private int Accept(SqliteSession session, JournaledTask task) => session.Run(
        Insert,
        task.TaskId.Value,
        task.Slot.ModelId.Value,
        task.Place,
        TaskRows.Write(task.CreatedAt),
        task.QueuePosition,
        task.BodyHash,
        task.Route,
        task.CorrelationId,
        task.TraceParent,
        TaskRows.Write(task.Slot),
        task.Body.ToArray(),
        Forgotten);

    private JournaledTask? Row(SqliteDataReader row) =>
        database.Rows.Read(RowKind.Task, () => row.GetString(12), () => Read(row));

    private static JournaledTask Read(SqliteDataReader row) => new()
    {
        Slot = TaskRows.ReadSlot((byte[])row[0]),
        Place = row.GetInt64(1),
        QueuePosition = row.GetInt32(2),
        CreatedAt = TaskRows.ReadTime(row.GetInt64(3)),
        Route = row.GetString(4),
        Body = (byte[])row[5],
        BodyHash = row.GetString(6),
        CorrelationId = row.GetString(7),
        TraceParent = row.IsDBNull(8) ? null : row.GetString(8),
        Life = row.GetInt32(9),
        Delivered = row.GetBoolean(10),
        Outcome = TaskRows.ReadOutcome(row.IsDBNull(11) ? null : (byte[])row[11]),
    };
}
