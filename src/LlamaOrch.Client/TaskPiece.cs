using System.Text.Json;

namespace LlamaOrch.Client;

/// <summary>A piece of a task's answer.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text; JSON for calls of tools.</param>
public readonly record struct TaskPiece(TaskPieceKind Kind, string Text)
{
    /// <summary>The piece that an event brings; null for an event of another kind.</summary>
    internal static TaskPiece? Read(string type, ReadOnlySpan<byte> data) => type switch
    {
        "token" => new TaskPiece(TaskPieceKind.Text, Field(data, "t")),
        "reasoning" => new TaskPiece(TaskPieceKind.Reasoning, Field(data, "t")),
        "tool_calls" => new TaskPiece(TaskPieceKind.ToolCalls, Field(data, "tool_calls")),
        _ => null,
    };

    private static string Field(ReadOnlySpan<byte> data, string name)
    {
        var json = new Utf8JsonReader(data);
        using JsonDocument document = JsonDocument.ParseValue(ref json);
        return document.RootElement.TryGetProperty(name, out JsonElement value) ? value.ToString() : string.Empty;
    }
}
