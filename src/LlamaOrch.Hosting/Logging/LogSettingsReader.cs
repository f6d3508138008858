using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Hosting.Logging;

/// <summary>Reads log settings, of whatever origin, by the same rules; every problem is found.</summary>
public static class LogSettingsReader
{
    /// <summary>The environment variable of <see cref="LogSettings.Level"/>.</summary>
    public const string LevelVariable = "LLORCH_LOG_LEVEL";

    /// <summary>The environment variable of <see cref="LogSettings.Levels"/>: <c>Category=level,…</c>.</summary>
    public const string LevelsVariable = "LLORCH_LOG_LEVELS";

    /// <summary>The environment variable of <see cref="LogSettings.Sampling"/>.</summary>
    public const string SamplingVariable = "LLORCH_LOG_SAMPLING";

    /// <summary>Most categories with a level of their own.</summary>
    public const int LevelsMax = 100;

    private const string LevelRule = "must be one of trace, debug, info, warn, error, critical, off";
    private const string SamplingRule = "must be a number from 0 to 1";

    /// <summary>The settings that environment variables name.</summary>
    /// <param name="variable">A variable's value; null where it is not set.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static LogSettings FromEnvironment(Func<string, string?> variable, ICollection<LogProblem> problems)
    {
        var settings = new LogSettings();
        if (variable(LevelVariable) is { Length: > 0 } level)
            settings = WithLevel(settings, LevelVariable, level, problems);
        if (variable(LevelsVariable) is { Length: > 0 } levels)
        {
            foreach (string entry in levels.Split(
                ',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                settings = WithEntry(settings, entry, problems);
        }

        if (variable(SamplingVariable) is { Length: > 0 } share)
        {
            settings = double.TryParse(share, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                ? WithSampling(settings, SamplingVariable, number, problems)
                : Bad(settings, SamplingVariable, $"'{share}' {SamplingRule}", problems);
        }

        return settings;
    }

    /// <summary>The settings of a JSON object: <c>level</c>, <c>levels</c> and <c>sampling</c>.</summary>
    /// <param name="json">The object.</param>
    /// <param name="otherwise">What holds for settings that it does not name.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static LogSettings FromJson(JsonElement json, LogSettings otherwise, ICollection<LogProblem> problems)
    {
        if (json.ValueKind != JsonValueKind.Object)
            return Bad(otherwise, "body", "must be an object with level, levels and sampling", problems);
        LogSettings settings = otherwise;
        foreach (JsonProperty property in json.EnumerateObject())
        {
            settings = property.Name switch
            {
                "level" => WithLevel(settings, "level", Text(property.Value), problems),
                "levels" => WithLevels(settings, property.Value, problems),
                "sampling" when property.Value.ValueKind == JsonValueKind.Number =>
                    WithSampling(settings, "sampling", property.Value.GetDouble(), problems),
                "sampling" => Bad(settings, "sampling", SamplingRule, problems),
                _ => Bad(settings, property.Name, "is unknown; there are level, levels and sampling", problems),
            };
        }

        return settings;
    }

    private static LogSettings WithLevel(
        LogSettings settings, string field, string text, ICollection<LogProblem> problems) =>
        LogNames.ParseLevel(text) is LogLevel level
            ? settings with { Level = level }
            : Bad(settings, field, $"'{text}' {LevelRule}", problems);

    private static LogSettings WithLevels(
        LogSettings settings, JsonElement levels, ICollection<LogProblem> problems)
    {
        if (levels.ValueKind != JsonValueKind.Object)
            return Bad(settings, "levels", "must be an object of categories and levels", problems);
        settings = settings with { Levels = settings.Levels.Clear() };
        foreach (JsonProperty entry in levels.EnumerateObject())
            settings = WithCategory(settings, "levels", entry.Name, Text(entry.Value), problems);
        return settings;
    }

    private static LogSettings WithEntry(LogSettings settings, string entry, ICollection<LogProblem> problems)
    {
        int sign = entry.IndexOf('=', StringComparison.Ordinal);
        return sign <= 0
            ? Bad(settings, LevelsVariable, $"'{entry}' must be CATEGORY=LEVEL", problems)
            : WithCategory(settings, LevelsVariable, entry[..sign].Trim(), entry[(sign + 1)..].Trim(), problems);
    }

    private static LogSettings WithCategory(
        LogSettings settings, string field, string category, string text, ICollection<LogProblem> problems)
    {
        if (LogNames.ParseLevel(text) is not LogLevel level)
            return Bad(settings, field, $"'{text}' of {category} {LevelRule}", problems);
        return settings.Levels.Count < LevelsMax || settings.Levels.ContainsKey(category)
            ? settings with { Levels = settings.Levels.SetItem(category, level) }
            : Bad(settings, field, $"has more than {LevelsMax} categories", problems);
    }

    private static LogSettings WithSampling(
        LogSettings settings, string field, double share, ICollection<LogProblem> problems) =>
        share is >= 0 and <= 1
            ? settings with { Sampling = share }
            : Bad(settings, field, $"{share.ToString(CultureInfo.InvariantCulture)} {SamplingRule}", problems);

    private static LogSettings Bad(
        LogSettings settings, string field, string rule, ICollection<LogProblem> problems)
    {
        problems.Add(new LogProblem(field, rule));
        return settings;
    }

    private static string Text(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : value.ValueKind.ToString();
}
