using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Hosting.Logging;

/// <summary>What is logged; can be changed while the daemon runs.</summary>
public sealed record LogSettings
{
    /// <summary>The lowest level that is written, of whatever has none of its own. Default: info.</summary>
    public LogLevel Level { get; init; } = LogLevel.Information;

    /// <summary>Levels by the beginning of a category; the longest that fits counts. Default: none.</summary>
    public ImmutableSortedDictionary<string, LogLevel> Levels { get; init; } =
        ImmutableSortedDictionary<string, LogLevel>.Empty;

    /// <summary>The share of requests whose lines below warn are written, 0 to 1. Default: 1, all.</summary>
    public double Sampling { get; init; } = 1;
}
