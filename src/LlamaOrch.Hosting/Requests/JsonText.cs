using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Hosting.Errors;

namespace LlamaOrch.Hosting.Requests;

/// <summary>
/// Every text of a JSON body must be Unicode. The JSON reader does not look before somebody asks for a text, and then
/// throws what is no <c>JsonException</c>; so bodies are checked whole, once, before anything reads them.
/// </summary>
public static class JsonText
{
    private const int None = -1;
    private const int EscapeBytes = 6;

    /// <summary>
    /// Why a body's text can't be read, with the field; null when all of it can. Says nothing of what is not JSON.
    /// </summary>
    public static ErrorBody? Problem(ReadOnlySpan<byte> json)
    {
        if (!Utf8.IsValid(json))
        {
            return Problem(
                json, FirstInvalid(json), "holds bytes that are not UTF-8: encode the body as UTF-8");
        }

        int half = FirstLoneSurrogate(json);
        return half == None
            ? null
            : Problem(json, half, "holds half of a surrogate pair, such as half an emoji: send whole characters");
    }

    /// <summary>Checks a body that is about to be deserialized.</summary>
    /// <exception cref="RefusedBodyException">A text of it can't be read.</exception>
    public static void Check(ReadOnlySpan<byte> json)
    {
        if (Problem(json) is ErrorBody problem)
            throw new RefusedBodyException(problem.Message, problem.Field);
    }

    private static ErrorBody Problem(ReadOnlySpan<byte> json, int offset, string what)
    {
        string? field = JsonPath.At(json, offset);
        string where = field is null ? "The body" : $"'{field}'";
        return ErrorBody.From(ErrorCode.InvalidParams, $"{where} {what}.", field);
    }

    private static int FirstInvalid(ReadOnlySpan<byte> json)
    {
        int at = 0;
        while (at < json.Length
            && Rune.DecodeFromUtf8(json[at..], out _, out int consumed) == OperationStatus.Done)
            at += consumed;
        return at;
    }

    /// <summary>Where an escape stands that is half of a pair.</summary>
    private static int FirstLoneSurrogate(ReadOnlySpan<byte> json)
    {
        // Surrogates are U+D800 to U+DFFF. Most bodies have no such escape at all, and two vectorized looks tell.
        if (json.IndexOf("\\ud"u8) < 0 && json.IndexOf("\\uD"u8) < 0)
            return None;
        int at = 0;
        while (json[at..].IndexOf((byte)'\\') is >= 0 and int next)
        {
            at += next;
            if (Escaped(json, at) is not int unit)
            {
                // An escape of another kind: its second byte may be a backslash, which begins nothing.
                at = Math.Min(at + 2, json.Length);
                continue;
            }

            bool isPair = char.IsHighSurrogate((char)unit)
                && Escaped(json, at + EscapeBytes) is int second && char.IsLowSurrogate((char)second);
            if (char.IsSurrogate((char)unit) && !isPair)
                return at;
            at += isPair ? 2 * EscapeBytes : EscapeBytes;
        }

        return None;
    }

    /// <summary>The code unit that an escape stands for; null where there is no <c>\uXXXX</c>.</summary>
    private static int? Escaped(ReadOnlySpan<byte> json, int at)
    {
        if (at + EscapeBytes > json.Length || json[at] != '\\' || json[at + 1] != 'u')
            return null;
        return ushort.TryParse(
            json.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit)
            ? unit
            : null;
    }
}
