using System.Text.Encodings.Web;
using System.Text.Json;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>JSON as terminals of a grammar.</summary>
internal static class GrammarText
{
    // llama.cpp writes a repetition out, and refuses more than 2,000.
    private const int Block = 1000;

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

    /// <summary>
    /// An item repeated. Large counts are written in blocks, so that the grammar stays small; a maximum of
    /// <see cref="SchemaNode.CountMax"/> is as good as none, since no context holds so much.
    /// </summary>
    public static string Repeat(string item, int min, int? max, SchemaRules rules)
    {
        if (max >= SchemaNode.CountMax)
            max = null;
        if (Math.Max(min, max ?? 0) <= Block)
            return $"{item}{Times(min, max)}";
        string block = rules.Add($"{item}{{{Block}}}");
        string least = Exactly(block, min / Block) + Exactly(item, min % Block);
        if (max is not int most)
            return $"( {least}{item}* )";
        (int blocks, int rest) = ((most - min) / Block, (most - min) % Block);
        string last = Exactly(block, blocks) + UpTo(item, rest);
        return blocks == 0
            ? $"( {least}{last})"
            : $"( {least}( {UpTo(block, blocks - 1)}{UpTo(item, Block - 1)}| {last}) )";
    }

    private static string Exactly(string item, int count) => count == 0 ? "" : $"{item}{{{count}}} ";

    private static string UpTo(string item, int count) => count == 0 ? "" : $"{item}{{0,{count}}} ";

    private static string Times(int min, int? max) => (min, max) switch
    {
        (0, null) => "*",
        (_, null) => $"{{{min},}}",
        _ => $"{{{min},{max}}}",
    };
}
