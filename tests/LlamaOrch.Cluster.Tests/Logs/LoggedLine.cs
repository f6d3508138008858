using System.Text.Json;
using LlamaOrch.TestKit.Processes;

namespace LlamaOrch.Cluster.Tests.Logs;

/// <summary>A line that a daemon wrote.</summary>
internal sealed class LoggedLine(string text)
{
    private readonly JsonElement json = JsonSerializer.Deserialize<JsonElement>(text);

    /// <summary>As it was written.</summary>
    public string Text => text;

    /// <summary>Who speaks.</summary>
    public string? Component => this["component"];

    /// <summary>What happened.</summary>
    public string? Event => this["event"];

    /// <summary>The request.</summary>
    public string? CorrelationId => this["correlation_id"];

    /// <summary>A field as text; null for none.</summary>
    public string? this[string field] =>
        json.TryGetProperty(field, out JsonElement value) ? value.ToString() : null;

    /// <summary>What a daemon wrote so far.</summary>
    public static IEnumerable<LoggedLine> Of(HostProcess daemon) =>
        daemon.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => new LoggedLine(line));

    /// <inheritdoc/>
    public override string ToString() => text;
}
