namespace LlamaOrch.Hosting.Security;

/// <summary>
/// A key of the key file: who holds it, what that one may do and how much. The key itself is not known.
/// </summary>
public sealed record ApiKey
{
    /// <summary>Who holds it; unique in the file.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of the key, 32 bytes.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>What the holder may do.</summary>
    public required ApiRole Role { get; init; }

    /// <summary>Most requests and tasks within a minute, from 1; null for no limit.</summary>
    public int? RequestsPerMinute { get; init; }

    /// <summary>Most requests and tasks at a time, waiting ones included, from 1; null for no limit.</summary>
    public int? TasksMax { get; init; }

    /// <summary>Most generated tokens within a day (UTC), from 1; null for no limit.</summary>
    public long? TokensPerDay { get; init; }

    /// <summary>Whether the holder may do what needs a role.</summary>
    public bool May(ApiRole needed) => Role == ApiRole.Admin || Role == needed;
}
