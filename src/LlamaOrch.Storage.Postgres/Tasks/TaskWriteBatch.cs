using LlamaOrch.Core.Tasks;
using LlamaOrch.Storage.Rows;
using Npgsql;
using NpgsqlTypes;

namespace LlamaOrch.Storage.Postgres.Tasks;

/// <summary>
/// Turns the writes of one commit into one statement a kind, each over arrays: a batch costs one round trip, however
/// many tasks are in it. A task's kinds come in the order of its life, so their order within the batch is kept; only a
/// task that is taken again after its end in the same batch would need two batches, and the caller waits in between.
/// </summary>
internal static class TaskWriteBatch
{
    private const string InsertRows =
        "INSERT INTO llorch_tasks (task_id, model_id, place, created_us, life, delivered, queue_position, body_hash,"
        + " route, correlation_id, trace_parent, slot, body)"
        + " SELECT task_id, model_id, place, created_us, 0, false, queue_position, body_hash, route, correlation_id,"
        + " trace_parent, slot, body FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        + " AS new (task_id, model_id, place, created_us, queue_position, body_hash, route, correlation_id,"
        + " trace_parent, slot, body)"
        + " ON CONFLICT (task_id) DO UPDATE SET model_id = excluded.model_id, place = excluded.place,"
        + " created_us = excluded.created_us, life = 0, delivered = false, queue_position = excluded.queue_position,"
        + " body_hash = excluded.body_hash, route = excluded.route, correlation_id = excluded.correlation_id,"
        + " trace_parent = excluded.trace_parent, slot = excluded.slot, body = excluded.body, end_number = NULL,"
        + " outcome = NULL WHERE llorch_tasks.end_number IS NULL OR llorch_tasks.end_number <= $12";

    private const string MarkRows =
        "UPDATE llorch_tasks SET delivered = true WHERE task_id = ANY ($1) AND end_number IS NULL";

    private const string EndRows =
        "UPDATE llorch_tasks SET end_number = ended.number, outcome = ended.outcome, body = ''"
        + " FROM unnest($1, $2, $3) AS ended (task_id, number, outcome) WHERE llorch_tasks.task_id = ended.task_id"
        + " AND end_number IS NULL";

    /// <summary>
    /// Rows of tasks that are taken; a row with an end stays as it is, unless its end is one that is forgotten.
    /// </summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="forgotten">Ends up to this number are forgotten.</param>
    public static NpgsqlBatchCommand Insert(IReadOnlyList<JournaledTask> tasks, long forgotten) => new(InsertRows)
    {
        Parameters =
        {
            Texts(tasks.Select(task => task.TaskId.Value)),
            Texts(tasks.Select(task => task.Slot.ModelId.Value)),
            Numbers(tasks.Select(task => task.Place)),
            Numbers(tasks.Select(task => TaskRows.Write(task.CreatedAt))),
            new NpgsqlParameter<int[]> { TypedValue = [.. tasks.Select(task => task.QueuePosition)] },
            Texts(tasks.Select(task => task.BodyHash)),
            Texts(tasks.Select(task => task.Route)),
            Texts(tasks.Select(task => task.CorrelationId)),
            new NpgsqlParameter
            {
                Value = tasks.Select(task => task.TraceParent).ToArray(),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text,
            },
            Bytes(tasks.Select(task => TaskRows.Write(task.Slot))),
            Bytes(tasks.Select(task => task.Body.ToArray())),
            new NpgsqlParameter<long> { TypedValue = forgotten },
        },
    };

    /// <summary>Marks of tasks whose tokens may be seen.</summary>
    public static NpgsqlBatchCommand Mark(IEnumerable<string> ids) => new(MarkRows) { Parameters = { Texts(ids) } };

    /// <summary>Ends of tasks.</summary>
    public static NpgsqlBatchCommand End(IReadOnlyList<(string TaskId, long Number, TaskOutcome Outcome)> ends) =>
        new(EndRows)
        {
            Parameters =
            {
                Texts(ends.Select(end => end.TaskId)),
                Numbers(ends.Select(end => end.Number)),
                Bytes(ends.Select(end => TaskRows.Write(end.Outcome))),
            },
        };

    private static NpgsqlParameter<string[]> Texts(IEnumerable<string> values) => new() { TypedValue = [.. values] };

    private static NpgsqlParameter<long[]> Numbers(IEnumerable<long> values) => new() { TypedValue = [.. values] };

    private static NpgsqlParameter<byte[][]> Bytes(IEnumerable<byte[]> values) => new() { TypedValue = [.. values] };
}
