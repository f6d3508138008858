namespace LlamaOrch.Hosting.Logging;

/// <summary>How long a line may get: whatever is logged, nobody's log is flooded by one event.</summary>
public static class LogLimits
{
    /// <summary>Most characters of a sentence.</summary>
    public const int SentenceLengthMax = 4096;

    /// <summary>Most characters of any other text.</summary>
    public const int TextLengthMax = 1024;

    /// <summary>Most fields beside those of the schema.</summary>
    public const int FieldsMax = 32;

    /// <summary>Most characters of a failure's stack.</summary>
    public const int StackLengthMax = 8192;

    /// <summary>Most failures that caused one another.</summary>
    public const int CausesMax = 4;

    /// <summary>The beginning of a text that is too long.</summary>
    internal static string Cut(string text, int lengthMax) =>
        text.Length <= lengthMax ? text : string.Concat(text.AsSpan(0, lengthMax - 1), "…");
}
