namespace LlamaOrch.Contracts.Meta;

/// <summary><c>PUT /v2/meta/logging</c>: what the daemon is to log; what is left out is as it was started.</summary>
public sealed record LoggingChange
{
    /// <summary>The lowest level that is written.</summary>
    public string? Level { get; init; }

    /// <summary>Other levels, by the beginning of a category.</summary>
    public IReadOnlyDictionary<string, string>? Levels { get; init; }

    /// <summary>The share of requests whose lines below <c>warn</c> are written, 0 to 1.</summary>
    public double? Sampling { get; init; }
}
