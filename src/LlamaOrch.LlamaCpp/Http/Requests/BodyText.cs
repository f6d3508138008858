using System.Text.Json;
using System.Text.Unicode;

namespace LlamaOrch.LlamaCpp.Http.Requests;

/// <summary>
/// Finds text that is no Unicode before anything reads it. A JSON parser takes such text as it comes, and fails only
/// when somebody asks for it: in the middle of anything.
/// </summary>
internal static class BodyText
{
    private const int DepthMax = 64;

    /// <summary>Checks every name and every text.</summary>
    /// <param name="body">The body; it must be whole JSON.</param>
    /// <exception cref="ApiException">A text holds bytes that are no UTF-8, or half of a surrogate pair.</exception>
    public static void Check(ReadOnlySpan<byte> body)
    {
        // Nearly all bodies end here: half a pair can only come as an escape.
        if (Utf8.IsValid(body) && body.IndexOf("\\ud"u8) < 0 && body.IndexOf("\\uD"u8) < 0)
            return;
        string? field = null;
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = DepthMax });
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName))
                continue;
            bool isField = reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1;
            if (TextOf(ref reader) is not string text)
            {
                throw isField
                    ? ApiException.Invalid("the name of a field is not valid Unicode")
                    : ApiException.InvalidField(field ?? "", "is not valid Unicode");
            }

            if (isField)
                field = text;
        }
    }

    private static string? TextOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
