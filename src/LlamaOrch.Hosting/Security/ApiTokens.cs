using System.Security.Cryptography;
using System.Text;
using LlamaOrch.Contracts.Processes;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Hosting.Security;

/// <summary>
/// The bearer tokens that a daemon accepts: those of its environment, several at once so that they can be rotated
/// without an outage, which may do everything; and the keys of the key file, each with its role. Only hashes are kept,
/// and a presented token is compared with each of them in constant time.
/// </summary>
public sealed class ApiTokens
{
    /// <summary>Where the tokens come from, separated by commas.</summary>
    public const string EnvironmentVariable = "LLORCH_API_TOKEN";

    private const string Scheme = "Bearer ";

    private static readonly string[] KeyHeaders = ["x-api-key", "api-key"];

    private readonly ApiKey[] tokens;
    private volatile ApiKey[] accepted;

    private ApiTokens(ApiKey[] tokens, IReadOnlyList<ApiKey> keys, string? first)
    {
        this.tokens = tokens;
        accepted = [.. tokens, .. keys];
        Outgoing = first;
    }

    /// <summary>Whether callers need a token.</summary>
    public bool AreRequired => accepted.Length > 0;

    /// <summary>The token that this daemon shows to others: the first of the list; null when none is set.</summary>
    public string? Outgoing { get; }

    /// <summary>
    /// Reads a comma-separated list; empty entries are ignored, null means that no token is required.
    /// </summary>
    public static ApiTokens Parse(string? list, params IReadOnlyList<ApiKey> keys)
    {
        string[] tokens = (list ?? string.Empty)
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return new ApiTokens([.. tokens.Select(KeyOf)], keys, tokens.FirstOrDefault());
    }

    /// <summary>The tokens of this process's environment, and the keys of the file that it names.</summary>
    /// <exception cref="StartupException">The key file can't be used.</exception>
    public static ApiTokens FromEnvironment()
    {
        string? list = Environment.GetEnvironmentVariable(EnvironmentVariable);
        try
        {
            return Environment.GetEnvironmentVariable(ApiKeyFile.EnvironmentVariable) is { Length: > 0 } file
                ? Parse(list, ApiKeyFile.Read(file))
                : Parse(list);
        }
        catch (InvalidDataException failure)
        {
            throw new StartupException(ExitCode.BadConfiguration, failure.Message, failure);
        }
    }

    /// <summary>Takes the keys of a changed file in the place of those of before.</summary>
    public void Replace(IReadOnlyList<ApiKey> keys) => accepted = [.. tokens, .. keys];

    /// <summary>
    /// Judges a request's headers, and tells whose token they carry: <c>Authorization</c>, or <c>x-api-key</c> or
    /// <c>api-key</c>, as clients of other makers send it. Where there are several, one that is accepted is enough.
    /// </summary>
    public TokenVerdict Check(IHeaderDictionary headers, out ApiKey? caller)
    {
        TokenVerdict verdict = Check(headers.Authorization, out caller);
        foreach (string name in KeyHeaders)
        {
            if (verdict == TokenVerdict.Accepted)
                break;
            if (headers[name].ToString() is not { Length: > 0 } key)
                continue;
            verdict = Find(accepted, key, out caller);
        }

        return verdict;
    }

    /// <summary>Judges an <c>Authorization</c> header.</summary>
    public TokenVerdict Check(string? authorization) => Check(authorization, out _);

    /// <summary>Judges an <c>Authorization</c> header, and tells whose token it carries.</summary>
    public TokenVerdict Check(string? authorization, out ApiKey? caller)
    {
        caller = null;
        ApiKey[] known = accepted;
        if (known.Length == 0)
            return TokenVerdict.Accepted;
        if (string.IsNullOrEmpty(authorization))
            return TokenVerdict.Missing;
        return authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            ? Find(known, authorization[Scheme.Length..], out caller)
            : TokenVerdict.Bad;
    }

    private static TokenVerdict Find(ApiKey[] known, string token, out ApiKey? caller)
    {
        caller = null;
        // A header's characters are its bytes, see KestrelListener: what is compared is what came.
        byte[] presented = SHA256.HashData(Encoding.Latin1.GetBytes(token.Trim()));
        foreach (ApiKey key in known)
        {
            // Every one is compared, so that the time tells nothing.
            if (CryptographicOperations.FixedTimeEquals(key.Hash, presented))
                caller ??= key;
        }

        return caller is null ? TokenVerdict.Bad : TokenVerdict.Accepted;
    }

    /// <summary>How logs name a caller: never the token, only the start of its hash.</summary>
    public static string Identity(string token) => IdentityOf(Hash(token));

    private static ApiKey KeyOf(string token)
    {
        byte[] hash = Hash(token);
        return new ApiKey { Name = IdentityOf(hash), Hash = hash, Role = ApiRole.Admin };
    }

    private static string IdentityOf(byte[] hash) => $"token:{Convert.ToHexStringLower(hash)[..6]}";

    private static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
