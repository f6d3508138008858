using System.Text.Json;
using LlamaOrch.Hosting.Logging;

namespace LlamaOrch.PoolManager.Provisioning;

/// <summary>
/// What an embedded engine says of a request, by the schema of the daemons' logs; passed on as a line of the node's
/// own.
/// </summary>
/// <param name="Event">How the request ended: one of the names below.</param>
/// <param name="Values">The line's fields, as they stand.</param>
internal sealed record EngineLine(string Event, JsonElement Values) : ILogFields
{
    /// <summary>It was answered.</summary>
    public const string Completed = "engine_request_completed";

    /// <summary>Its caller went away.</summary>
    public const string Canceled = "engine_request_canceled";

    /// <summary>It was refused, or broke.</summary>
    public const string Failed = "engine_request_failed";

    /// <summary>Reads a line; null for one that says something else.</summary>
    public static EngineLine? Read(string line)
    {
        if (!line.StartsWith('{'))
            return null;
        try
        {
            JsonElement values = JsonSerializer.Deserialize<JsonElement>(line);
            string? name =
                values.TryGetProperty("event", out JsonElement told) && told.ValueKind == JsonValueKind.String
                    ? told.GetString()
                    : null;
            return name is Completed or Canceled or Failed ? new EngineLine(name, values) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public void AddTo(LogLine line)
    {
        line.Component = "engine";
        Add(line, Values);
        if (Values.TryGetProperty("fields", out JsonElement others) && others.ValueKind == JsonValueKind.Object)
            Add(line, others);
    }

    private static void Add(LogLine line, JsonElement values)
    {
        foreach (JsonProperty value in values.EnumerateObject())
        {
            // The node's line has its own.
            if (value.Name is "timestamp" or "level" or "event" or "component" or "human" or "node_id" or "pool_id")
                continue;
            if (value.Value.ValueKind == JsonValueKind.String)
                line.Set(value.Name, value.Value.GetString());
            else if (value.Value.ValueKind == JsonValueKind.Number)
                line.Set(value.Name, value.Value.TryGetInt64(out long whole) ? whole : value.Value.GetDouble());
        }
    }
}
