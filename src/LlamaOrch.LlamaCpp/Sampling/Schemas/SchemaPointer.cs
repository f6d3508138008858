using System.Text.Json;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>JSON pointers within a schema (RFC 6901).</summary>
internal static class SchemaPointer
{
    /// <summary>What a reference such as <c>#/$defs/name</c> points to; null where there is nothing.</summary>
    public static JsonElement? Find(JsonElement root, string reference)
    {
        if (reference == "#")
            return root;
        if (!reference.StartsWith("#/", StringComparison.Ordinal))
            return null;
        JsonElement at = root;
        foreach (string part in Uri.UnescapeDataString(reference[2..]).Split('/'))
        {
            string name = part.Replace("~1", "/", StringComparison.Ordinal)
                .Replace("~0", "~", StringComparison.Ordinal);
            if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out JsonElement property))
                at = property;
            else if (at.ValueKind == JsonValueKind.Array && int.TryParse(name, out int index)
                && index >= 0 && index < at.GetArrayLength())
                at = at[index];
            else
                return null;
        }

        return at;
    }
}
