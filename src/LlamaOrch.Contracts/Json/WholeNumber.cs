using System.Text.Json;

namespace LlamaOrch.Contracts.Json;

/// <summary>
/// Whole numbers as JSON has them: <c>8.0</c> and <c>1e2</c> are such. Languages with one kind of number write them so.
/// </summary>
public static class WholeNumber
{
    /// <summary>
    /// The number that the reader is at; false for what is none, has a fraction or is beyond 64 bits.
    /// </summary>
    public static bool TryRead(ref Utf8JsonReader reader, out long number)
    {
        number = 0;
        return reader.TokenType == JsonTokenType.Number
            && (reader.TryGetInt64(out number)
                || (reader.TryGetDecimal(out decimal given) && IsWhole(given, out number)));
    }

    /// <summary>Likewise of a value.</summary>
    public static bool TryRead(JsonElement value, out long number)
    {
        number = 0;
        return value.ValueKind == JsonValueKind.Number
            && (value.TryGetInt64(out number)
                || (value.TryGetDecimal(out decimal given) && IsWhole(given, out number)));
    }

    private static bool IsWhole(decimal given, out long number)
    {
        bool isWhole = decimal.IsInteger(given) && given is >= long.MinValue and <= long.MaxValue;
        number = isWhole ? (long)given : 0;
        return isWhole;
    }
}
