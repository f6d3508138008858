namespace LlamaOrch.Hosting.Logging;

/// <summary>The ways to write a line.</summary>
public static class LogFormats
{
    /// <summary>The environment variable that chooses one.</summary>
    public const string Variable = "LLORCH_LOG_FORMAT";

    /// <summary>An object a line, for machines.</summary>
    public const string Json = "json";

    /// <summary>A sentence a line, for people.</summary>
    public const string Console = "console";

    /// <summary>Whether a name is one of them.</summary>
    public static bool IsKnown(string? name) => name is Json or Console;
}
