using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Hosting.Logging;

/// <summary>Names as lines have them.</summary>
internal static class LogNames
{
    // Names come from code, ours and others', so there are few; should some library make them up, none is kept beyond.
    private const int KeptMax = 4096;

    private static readonly ConcurrentDictionary<string, string> Kept = new(StringComparer.Ordinal);

    /// <summary>A name in snake case.</summary>
    public static string Snake(string name)
    {
        if (Kept.TryGetValue(name, out string? known))
            return known;
        string made = JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
        if (Kept.Count < KeptMax)
            Kept[name] = made;
        return made;
    }

    /// <summary>The event's name; <c>log</c> where whoever logs gave none.</summary>
    public static string Event(EventId id) => string.IsNullOrEmpty(id.Name) ? "log" : Snake(id.Name);

    /// <summary>A level as lines and settings have it.</summary>
    public static string Level(LogLevel level) => level switch
    {
        LogLevel.Trace => "trace",
        LogLevel.Debug => "debug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "error",
        LogLevel.Critical => "critical",
        _ => "off",
    };

    /// <summary>Reads a level; .NET's own names are taken too.</summary>
    public static LogLevel? ParseLevel(string? text) => text?.ToLowerInvariant() switch
    {
        "trace" => LogLevel.Trace,
        "debug" => LogLevel.Debug,
        "info" or "information" => LogLevel.Information,
        "warn" or "warning" => LogLevel.Warning,
        "error" => LogLevel.Error,
        "critical" => LogLevel.Critical,
        "off" or "none" => LogLevel.None,
        _ => null,
    };
}
