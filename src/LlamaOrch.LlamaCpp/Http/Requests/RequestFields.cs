using System.Text.Json;
using LlamaOrch.Contracts.Json;

namespace LlamaOrch.LlamaCpp.Http.Requests;

/// <summary>
/// Typed reading of a request's fields. An absent field and null give the default; what is unknown is ignored.
/// </summary>
internal readonly struct RequestFields(JsonElement body)
{
    /// <summary>A field as it stands; false where it is absent or null.</summary>
    public bool TryGet(string name, out JsonElement value) =>
        body.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>true or false.</summary>
    public bool Flag(string name, bool defaultValue)
    {
        if (!TryGet(name, out JsonElement value))
            return defaultValue;
        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw ApiException.InvalidField(name, "must be true or false"),
        };
    }

    /// <summary>A number within bounds, both included.</summary>
    public float Number(string name, float defaultValue, float min, float max)
    {
        if (!TryGet(name, out JsonElement value))
            return defaultValue;
        bool isNumber = value.ValueKind == JsonValueKind.Number && value.TryGetSingle(out float number)
            && number >= min && number <= max;
        return isNumber
            ? value.GetSingle()
            : throw ApiException.InvalidField(name, $"must be a number from {min} to {max}");
    }

    /// <summary>A whole number within bounds, both included.</summary>
    public int Whole(string name, int defaultValue, int min, int max)
    {
        if (!TryGet(name, out JsonElement value))
            return defaultValue;
        return WholeNumber.TryRead(value, out long number) && number >= min && number <= max
            ? (int)number
            : throw ApiException.InvalidField(name, $"must be a whole number from {min} to {max}");
    }

    /// <summary>A text; null where it is absent.</summary>
    public string? Text(string name)
    {
        if (!TryGet(name, out JsonElement value))
            return null;
        return Text(value, name);
    }

    /// <summary>A value's text; <paramref name="name"/> says whose.</summary>
    public static string Text(JsonElement value, string name)
    {
        if (value.ValueKind != JsonValueKind.String)
            throw ApiException.InvalidField(name, "must be a string");
        try
        {
            string text = value.GetString()!;
            return text.Contains('\0')
                ? throw ApiException.InvalidField(name, "must not contain the character U+0000")
                : text;
        }
        catch (InvalidOperationException)
        {
            throw ApiException.InvalidField(name, "is not valid Unicode");
        }
    }
}
