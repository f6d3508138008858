using System.Text;
using System.Text.Json;

namespace LlamaOrch.Hosting.Requests;

/// <summary>Tells which field of a JSON text a byte belongs to; for errors only, it reads from the start.</summary>
internal static class JsonPath
{
    // What a client sent is shown to it, not copied to it at any length.
    private const int NameLengthMax = 64;
    private const int DepthMax = 64;

    /// <summary>
    /// The path of the value or name that has a byte, as <c>messages[0].content</c>; null for the whole text, and where
    /// what stands before it is not JSON.
    /// </summary>
    public static string? At(ReadOnlySpan<byte> json, int offset)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = DepthMax });
        var steps = new List<Step>();
        try
        {
            while (reader.Read())
            {
                Enter(ref reader, steps);
                if (reader.BytesConsumed > offset)
                    return Text(steps);
            }
        }
        catch (JsonException)
        {
            // It breaks off before the byte, or at it.
        }

        return null;
    }

    private static void Enter(ref Utf8JsonReader reader, List<Step> steps)
    {
        if (reader.TokenType is JsonTokenType.EndObject or JsonTokenType.EndArray)
        {
            steps.RemoveAt(steps.Count - 1);
            return;
        }

        if (steps.Count > 0)
        {
            Step last = steps[^1];
            steps[^1] = reader.TokenType == JsonTokenType.PropertyName
                ? last with { Name = NameOf(reader.ValueSpan) }
                : last with { Index = last.Index + 1 };
        }

        if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
            steps.Add(new Step(reader.TokenType == JsonTokenType.StartArray, -1, null));
    }

    /// <summary>A name as it stands there, escapes and all; bytes that are not UTF-8 are shown as U+FFFD.</summary>
    private static string NameOf(ReadOnlySpan<byte> name)
    {
        string text = Encoding.UTF8.GetString(name[..Math.Min(name.Length, 4 * NameLengthMax)]);
        return text.Length <= NameLengthMax ? text : $"{text.AsSpan(0, NameLengthMax - 1)}…";
    }

    private static string? Text(List<Step> steps)
    {
        var path = new StringBuilder();
        foreach (Step step in steps)
        {
            if (step is { IsArray: true, Index: >= 0 })
                path.Append('[').Append(step.Index).Append(']');
            else if (step.Name is not null)
                path.Append(path.Length > 0 ? "." : string.Empty).Append(step.Name);
        }

        return path.Length > 0 ? path.ToString() : null;
    }

    /// <summary>An object or list on the way.</summary>
    private readonly record struct Step(bool IsArray, int Index, string? Name);
}
