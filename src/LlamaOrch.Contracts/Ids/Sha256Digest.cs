using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace LlamaOrch.Contracts.Ids;

/// <summary>The SHA-256 of some content, as <c>sha256:</c> and 64 hex digits in lower case.</summary>
[JsonConverter(typeof(Sha256DigestJsonConverter))]
public readonly record struct Sha256Digest
{
    /// <summary>What every digest begins with.</summary>
    public const string Prefix = "sha256:";

    private const int HashBytes = 32;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");

    private Sha256Digest(string value) => Value = value;

    /// <summary>The text; null for the default value, which is no digest.</summary>
    public string Value { get; }

    /// <summary>The 64 hex digits.</summary>
    public string HexDigits => Value[Prefix.Length..];

    /// <summary>The digest of a hash.</summary>
    /// <exception cref="ArgumentException">It is not 32 bytes long.</exception>
    public static Sha256Digest Of(ReadOnlySpan<byte> hash) => hash.Length == HashBytes
        ? new(Prefix + Convert.ToHexStringLower(hash))
        : throw new ArgumentException($"a SHA-256 has {HashBytes} bytes, not {hash.Length}", nameof(hash));

    /// <summary>Parses a digest; hex digits may be in upper case. False when the text is none.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Sha256Digest digest)
    {
        bool isDigest = text?.Length == Prefix.Length + (2 * HashBytes)
            && text.StartsWith(Prefix, StringComparison.Ordinal)
            && !text.AsSpan(Prefix.Length).ContainsAnyExcept(Hex);
        digest = isDigest ? new(text!.ToLowerInvariant()) : default;
        return isDigest;
    }

    /// <inheritdoc/>
    public override string ToString() => Value ?? string.Empty;
}
