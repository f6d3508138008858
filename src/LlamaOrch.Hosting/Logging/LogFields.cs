using System.Collections.Frozen;

namespace LlamaOrch.Hosting.Logging;

/// <summary>
/// The fields of the schema that a parameter of a log method becomes by its name; <c>docs/reference/logs.md</c> says
/// what each means.
/// </summary>
public static class LogFields
{
    /// <summary>They, in the schema's order.</summary>
    public static IReadOnlyList<LogField> All { get; } =
    [
        new("correlation_id", IsNumber: false),
        new("trace_id", IsNumber: false),
        new("job_id", IsNumber: false),
        new("session_id", IsNumber: false),
        new("node_id", IsNumber: false),
        new("pool_id", IsNumber: false),
        new("replica_id", IsNumber: false),
        new("engine", IsNumber: false),
        new("engine_version", IsNumber: false),
        new("queue_position", IsNumber: true),
        new("predicted_start_ms", IsNumber: true),
        new("tokens_in", IsNumber: true),
        new("tokens_out", IsNumber: true),
        new("decode_time_ms", IsNumber: true),
    ];

    private static readonly FrozenDictionary<string, int> Places = All
        .Select((field, place) => (field.Name, place))
        // What the code calls a task is a job in logs.
        .Append(("task_id", IndexOf("job_id")))
        .ToFrozenDictionary(pair => pair.Item1, pair => pair.Item2);

    /// <summary>The place of a field of the schema in <see cref="All"/>; -1 for any other name.</summary>
    /// <param name="name">In snake case.</param>
    internal static int Find(string name) => Places.TryGetValue(name, out int place) ? place : -1;

    private static int IndexOf(string name) =>
        Enumerable.Range(0, All.Count).First(place => All[place].Name == name);
}
