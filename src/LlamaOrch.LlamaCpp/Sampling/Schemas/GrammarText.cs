using System.Text.Encodings.Web;
using System.Text.Json;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>JSON as terminals of a grammar.</summary>
internal static class GrammarText
{
    private static readonly JsonSerializerOptions AsItIs = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>A text as it stands.</summary>
    public static string Literal(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    /// <summary>A value in its compact JSON form.</summary>
    public static string Json(JsonElement value) => Literal(JsonSerializer.Serialize(value, AsItIs));

    /// <summary>A property's name as JSON.</summary>
    public static string Json(string name) => Literal(JsonSerializer.Serialize(name, AsItIs));

    /// <summary>One of several; an expression that can stand anywhere.</summary>
    public static string AnyOf(IReadOnlyCollection<string> choices) =>
        choices.Count == 1 ? choices.First() : $"( {string.Join(" | ", choices)} )";

    /// <summary>A repetition in the shortest form.</summary>
    public static string Times(int min, int? max) => (min, max) switch
    {
        (0, null) => "*",
        (_, null) => $"{{{min},}}",
        _ => $"{{{min},{max}}}",
    };
}
