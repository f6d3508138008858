namespace LlamaOrch.Hosting.Security;

/// <summary>One key as the key file writes it.</summary>
internal sealed record ApiKeyEntry
{
    public string? Name { get; init; }

    public string? Sha256 { get; init; }

    public string? Role { get; init; }

    public int? RequestsPerMinute { get; init; }

    public int? TasksMax { get; init; }

    public long? TokensPerDay { get; init; }
}
