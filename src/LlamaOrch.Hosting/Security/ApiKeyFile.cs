using System.Text.Json;

namespace LlamaOrch.Hosting.Security;

/// <summary>Reads the key file: JSON with named keys, of which only hashes are written down.</summary>
public static class ApiKeyFile
{
    /// <summary>Names the file; unset for none.</summary>
    public const string EnvironmentVariable = "LLORCH_API_KEYS_FILE";

    /// <summary>Most keys of a file.</summary>
    public const int KeysMax = 10_000;

    private const int NameLengthMax = 64;
    private const int HashLength = 64;

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It can't be used; the message lists every problem.</exception>
    public static IReadOnlyList<ApiKey> Read(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"The key file {path} can't be read: {failure.Message}", failure);
        }
        catch (JsonException failure)
        {
            throw new InvalidDataException($"The key file {path} is not valid: {failure.Message}", failure);
        }
        catch (InvalidDataException failure)
        {
            throw new InvalidDataException($"The key file {path} is not valid: {failure.Message}", failure);
        }
    }

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="JsonException">It is no key file.</exception>
    /// <exception cref="InvalidDataException">A key is not valid; the message lists every problem.</exception>
    public static IReadOnlyList<ApiKey> Parse(ReadOnlySpan<byte> json)
    {
        IReadOnlyList<ApiKeyEntry?> entries =
            JsonSerializer.Deserialize(json, ApiKeyJsonContext.Default.ApiKeyDocument)?.Keys
            ?? throw new JsonException("it has no list 'keys'");
        if (entries.Count > KeysMax)
            throw new InvalidDataException($"it has {entries.Count} keys, the most is {KeysMax}.");
        List<string> problems = [];
        for (int index = 0; index < entries.Count; index++)
            problems.AddRange(Problems(entries[index]).Select(problem => $"keys[{index}].{problem}"));
        problems.AddRange(Repeated(entries, entry => entry?.Name, "name"));
        problems.AddRange(Repeated(entries, entry => entry?.Sha256?.ToLowerInvariant(), "sha256"));
        if (problems.Count > 0)
            throw new InvalidDataException(string.Join(" ", problems));
        return [.. entries.Select(entry => KeyOf(entry!))];
    }

    private static IEnumerable<string> Problems(ApiKeyEntry? entry)
    {
        if (entry is null)
        {
            yield return "is null.";
            yield break;
        }

        if (entry.Name is not { Length: > 0 and <= NameLengthMax } name
            || !name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' or '_' or '.' or '@'))
            yield return $"name: 1 to {NameLengthMax} letters, digits and -_.@ are wanted.";
        if (entry.Sha256 is not { Length: HashLength } hash || !hash.All(char.IsAsciiHexDigit))
            yield return $"sha256: {HashLength} hexadecimal digits are wanted, the SHA-256 of the key.";
        if (RoleOf(entry.Role) is null)
            yield return $"role: '{entry.Role}' is not one of client, node, admin.";
        if (entry.RequestsPerMinute is < 1)
            yield return "requests_per_minute: at least 1 is wanted.";
        if (entry.TasksMax is < 1)
            yield return "tasks_max: at least 1 is wanted.";
        if (entry.TokensPerDay is < 1)
            yield return "tokens_per_day: at least 1 is wanted.";
    }

    private static IEnumerable<string> Repeated(
        IReadOnlyList<ApiKeyEntry?> entries, Func<ApiKeyEntry?, string?> of, string field) =>
        entries.Select(of).Where(value => value is not null).GroupBy(value => value!, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => $"{field}: '{group.Key}' stands more than once.");

    private static ApiRole? RoleOf(string? role) => role switch
    {
        "client" => ApiRole.Client,
        "node" => ApiRole.Node,
        "admin" => ApiRole.Admin,
        _ => null,
    };

    private static ApiKey KeyOf(ApiKeyEntry entry) => new()
    {
        Name = entry.Name!,
        Hash = Convert.FromHexString(entry.Sha256!),
        Role = RoleOf(entry.Role)!.Value,
        RequestsPerMinute = entry.RequestsPerMinute,
        TasksMax = entry.TasksMax,
        TokensPerDay = entry.TokensPerDay,
    };
}
