using System.Security.Cryptography;
using System.Text;

namespace LlamaOrch.Hosting.Security;

/// <summary>
/// The bearer tokens that a daemon accepts: several at once, so that they can be rotated without an outage.
/// Only their hashes are kept, and a presented token is compared with each of them in constant time.
/// </summary>
public sealed class ApiTokens
{
    /// <summary>Where the tokens come from, separated by commas.</summary>
    public const string EnvironmentVariable = "LLORCH_API_TOKEN";

    private const string Scheme = "Bearer ";

    private readonly byte[][] hashes;

    private ApiTokens(byte[][] hashes, string? first)
    {
        this.hashes = hashes;
        Outgoing = first;
    }

    /// <summary>Whether callers need a token.</summary>
    public bool AreRequired => hashes.Length > 0;

    /// <summary>The token that this daemon shows to others: the first of the list; null when none is set.</summary>
    public string? Outgoing { get; }

    /// <summary>
    /// Reads a comma-separated list; empty entries are ignored, null means that no token is required.
    /// </summary>
    public static ApiTokens Parse(string? list)
    {
        string[] tokens = (list ?? string.Empty)
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new ApiTokens([.. tokens.Select(Hash)], tokens.FirstOrDefault());
    }

    /// <summary>The tokens of this process's environment.</summary>
    public static ApiTokens FromEnvironment() => Parse(Environment.GetEnvironmentVariable(EnvironmentVariable));

    /// <summary>Judges an <c>Authorization</c> header.</summary>
    public TokenVerdict Check(string? authorization)
    {
        if (!AreRequired)
            return TokenVerdict.Accepted;
        if (string.IsNullOrEmpty(authorization))
            return TokenVerdict.Missing;
        if (!authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            return TokenVerdict.Bad;

        byte[] presented = Hash(authorization[Scheme.Length..].Trim());
        int matches = 0;
        foreach (byte[] hash in hashes)
            matches |= CryptographicOperations.FixedTimeEquals(hash, presented) ? 1 : 0;
        return matches != 0 ? TokenVerdict.Accepted : TokenVerdict.Bad;
    }

    /// <summary>How logs name a caller: never the token, only the start of its hash.</summary>
    public static string Identity(string token) => $"token:{Convert.ToHexStringLower(Hash(token))[..6]}";

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
