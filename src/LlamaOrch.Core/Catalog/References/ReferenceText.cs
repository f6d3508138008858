using System.Buffers;
using System.Globalization;

namespace LlamaOrch.Core.Catalog.References;

/// <summary>What the parts of references have in common.</summary>
internal static class ReferenceText
{
    /// <summary>Longest name of one part: a repository, a bucket, a tag. 128 is what registries allow.</summary>
    public const int NameLengthMax = 128;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    private static readonly SearchValues<char> FileCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-+=()");

    /// <summary>
    /// Whether a text has what a person can't see: controls, direction marks, unpaired surrogates, spaces around it.
    /// </summary>
    public static bool HasHidden(string text)
    {
        if (text.Length != text.Trim().Length)
            return true;
        for (int index = 0; index < text.Length; index++)
        {
            UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(text, index);
            if (category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned)
                return true;
            if (char.IsHighSurrogate(text[index]))
                index++;
        }

        return false;
    }

    /// <summary>Whether a text is a name: it begins with a letter or digit and has no <c>..</c>.</summary>
    public static bool IsName(ReadOnlySpan<char> text) => text.Length is > 0 and <= NameLengthMax
        && char.IsAsciiLetterOrDigit(text[0])
        && !text.ContainsAnyExcept(NameCharacters)
        && !text.Contains("..", StringComparison.Ordinal);

    /// <summary>Whether a text is one step of a path within a repository.</summary>
    public static bool IsFileStep(string text) =>
        text.Length > 0 && !IsDots(text) && !text.AsSpan().ContainsAnyExcept(FileCharacters);

    /// <summary>Whether a step of a path would lead elsewhere: <c>.</c> or <c>..</c>.</summary>
    public static bool IsDots(string step) => step is "." or "..";
}
