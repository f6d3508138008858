using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace LlamaOrch.Contracts.Ids;

/// <summary>
/// What a text must be to serve as an id: safe in a URL path, a metric label and a log line as it is.
/// </summary>
public static class IdentifierRules
{
    /// <summary>Longest accepted id, in characters. Bounds label size and log lines; UUIDs need 36.</summary>
    public const int LengthMax = 128;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-");

    // Models are called by what engines call them: 'org/model', 'llama3.2:3b', 'qwen2.5@q4_k_m'.
    private static readonly SearchValues<char> AllowedInModels =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._:-/@");

    /// <summary>
    /// Whether <paramref name="text"/> may be an id; <paramref name="allowSlash"/> for names of models, which may have
    /// <c>/</c> and <c>@</c> besides.
    /// </summary>
    public static bool IsValid([NotNullWhen(true)] string? text, bool allowSlash = false) =>
        !string.IsNullOrEmpty(text)
        && text.Length <= LengthMax
        && !text.AsSpan().ContainsAnyExcept(allowSlash ? AllowedInModels : Allowed)
        // Both would be taken for dot segments and vanish from a URL path.
        && text is not "."
        && !text.Contains("..", StringComparison.Ordinal);

    /// <summary>
    /// Parses an id; false when the text breaks a rule, and then <paramref name="id"/> is the default.
    /// </summary>
    public static bool TryParse<TId>([NotNullWhen(true)] string? text, out TId id)
        where TId : struct, IIdentifier<TId>
    {
        id = IsValid(text, TId.AllowsSlash) ? TId.FromValidated(text) : default;
        return id.Value is not null;
    }
}
