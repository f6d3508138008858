using System.Globalization;
using LlamaOrch.Contracts.Errors;

namespace LlamaOrch.Hosting.Logging;

/// <summary>
/// What becomes of a parameter: numbers and truths stay, everything else is a text without secrets and of bounded
/// length.
/// </summary>
internal static class LogValue
{
    /// <summary>A number, a truth or a text.</summary>
    public static object Of(object value) => value switch
    {
        string text => LogLimits.Cut(LogRedaction.Text(text), LogLimits.TextLengthMax),
        bool or int or long or double => value,
        short or ushort or byte or sbyte or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        float or decimal or ulong => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        TimeSpan span => Of(span),
        ErrorCode code => code.WireName(),
        Enum name => LogNames.Snake(name.ToString()),
        _ => LogLimits.Cut(Text(value, null), LogLimits.TextLengthMax),
    };

    /// <summary>A time in milliseconds, to the microsecond.</summary>
    public static double Of(TimeSpan span) => Math.Round(span.TotalMilliseconds, 3);

    /// <summary>As it stands in a sentence.</summary>
    public static string Text(object? value, string? format) => value switch
    {
        null => "nothing",
        string text => LogRedaction.Text(text),
        Uri url => LogRedaction.Url(url),
        TimeSpan span => Duration(span),
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ"),
        ErrorCode code => code.WireName(),
        Enum name => name.ToString(),
        IFormattable formattable => LogRedaction.Text(formattable.ToString(format, CultureInfo.InvariantCulture)),
        _ => LogRedaction.Text(value.ToString() ?? string.Empty),
    };

    private static string Duration(TimeSpan span) => span.TotalSeconds switch
    {
        < 1 => $"{span.TotalMilliseconds:0.#} ms",
        < 120 => $"{span.TotalSeconds:0.#} s",
        _ => $"{span.TotalMinutes:0.#} min",
    };
}
