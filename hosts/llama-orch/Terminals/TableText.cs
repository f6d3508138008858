namespace LlamaOrch.Cli.Terminals;

/// <summary>Values as tables show them.</summary>
internal static class TableText
{
    /// <summary>A state in lower case, as the API writes it.</summary>
    public static string Of<TEnum>(TEnum state)
        where TEnum : struct, Enum => state.ToString().ToLowerInvariant();

    /// <summary>How long ago, in the largest unit that fits.</summary>
    public static string Ago(DateTimeOffset then)
    {
        TimeSpan age = DateTimeOffset.UtcNow - then;
        return age switch
        {
            { TotalSeconds: < 2 } => "just now",
            { TotalMinutes: < 2 } => $"{age.TotalSeconds:0} s ago",
            { TotalHours: < 2 } => $"{age.TotalMinutes:0} min ago",
            { TotalDays: < 2 } => $"{age.TotalHours:0} h ago",
            _ => $"{age.TotalDays:0} days ago",
        };
    }
}
