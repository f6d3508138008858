using System.Text.Json;

namespace LlamaOrch.PoolManager.Engines;

/// <summary>What came of one GET at an engine.</summary>
/// <param name="Health">Ok for any answer with status 200; Loading for 503; Silent or Down otherwise.</param>
/// <param name="Status">The HTTP status; 0 when there was no answer.</param>
/// <param name="Json">The body when it was a JSON object or array; otherwise of kind Undefined.</param>
/// <param name="Sentence">What went wrong, one sentence; null when nothing did.</param>
internal readonly record struct EngineReply(EngineHealth Health, int Status, JsonElement Json, string? Sentence)
{
    /// <summary>The reply as a probe that ended here.</summary>
    public EngineProbe AsProbe() => new(Health, Sentence: Sentence);

    /// <summary>A whole number at a path of property names; null when there is none.</summary>
    public int? Int(params ReadOnlySpan<string> path)
    {
        JsonElement at = Json;
        foreach (string name in path)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
                return null;
        }

        return at.ValueKind == JsonValueKind.Number && at.TryGetInt32(out int value) ? value : null;
    }

    /// <summary>A text property of the body; null when there is none or it is empty.</summary>
    public string? Text(string name) =>
        Json.ValueKind == JsonValueKind.Object && Json.TryGetProperty(name, out JsonElement value)
        && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;
}
