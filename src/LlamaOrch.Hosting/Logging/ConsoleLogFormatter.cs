using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Hosting.Logging;

/// <summary>
/// Writes a sentence a line: <c>HH:mm:ss level sentence  name=value …</c>, in the colours of a terminal where there is
/// one.
/// </summary>
/// <param name="look">How it looks.</param>
/// <param name="writer">Who writes.</param>
/// <param name="policy">Which requests are logged.</param>
/// <param name="time">The clock.</param>
public sealed class ConsoleLogFormatter(ConsoleLogLook look, LogIdentity writer, LogPolicy policy, TimeProvider time)
    : LogLineFormatter(writer, policy, time)
{
    private const string Reset = "\u001b[0m";
    private const string Faint = "\u001b[2m";

    private readonly LogIdentity writer = writer;

    private protected override void WriteLine(in LogMoment moment, LogLine line, IBufferWriter<byte> output)
    {
        using var text = new StringWriter();
        WriteText(moment, line, text);
        foreach (ReadOnlyMemory<char> chunk in text.GetStringBuilder().GetChunks())
            Encoding.UTF8.GetBytes(chunk.Span, output);
    }

    private void WriteText(in LogMoment moment, LogLine line, TextWriter output)
    {
        output.Write(moment.Time.ToLocalTime().ToString(look.TimeFormat, CultureInfo.InvariantCulture));
        output.Write(' ');
        Paint(output, ColourOf(moment.Level), LogNames.Level(moment.Level).PadRight(5));
        output.Write(' ');
        if (line.Component != writer.Component)
            output.Write($"{line.Component}: ");
        else if (look.ShowsWriter)
            output.Write($"{writer.NodeId ?? writer.Component}: ");
        WriteClean(output, line.Human);
        WriteFields(output, line);
        output.Write('\n');
        if (moment.Failure is Exception failure)
            WriteFailure(output, failure);
    }

    private void WriteFields(TextWriter output, LogLine line)
    {
        bool isFirst = true;
        foreach (LogField field in LogFields.All)
        {
            // The same in each line of this daemon.
            bool isOurs = field == LogFields.ReplicaId || (field == LogFields.NodeId && writer.NodeId is not null);
            if (line[field] is object value && !isOurs)
                WriteField(output, line, field.Name, value, ref isFirst);
        }

        foreach ((string name, object value) in line.Others)
            WriteField(output, line, name, value, ref isFirst);
        if (!isFirst && look.HasColours)
            output.Write(Reset);
    }

    private void WriteField(TextWriter output, LogLine line, string name, object value, ref bool isFirst)
    {
        if (line.IsInSentence(name))
            return;
        if (isFirst && look.HasColours)
            output.Write(Faint);
        output.Write(isFirst ? "  " : " ");
        isFirst = false;
        output.Write(name);
        output.Write('=');
        string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? string.Empty;
        bool isQuoted = text.Length == 0 || text.Any(char.IsWhiteSpace);
        if (isQuoted)
            output.Write('\'');
        WriteClean(output, text);
        if (isQuoted)
            output.Write('\'');
    }

    private static void WriteFailure(TextWriter output, Exception failure)
    {
        foreach (LogFailure cause in LogFailure.Chain(failure))
        {
            output.Write("    ");
            WriteClean(output, $"{cause.Type}: {cause.Message}");
            output.Write('\n');
            foreach (string place in (cause.Stack ?? string.Empty).Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                output.Write("    ");
                WriteClean(output, place);
                output.Write('\n');
            }
        }
    }

    /// <summary>
    /// Whoever can have a text logged must be able neither to begin a line nor to tell the terminal anything.
    /// </summary>
    private static void WriteClean(TextWriter output, string text)
    {
        foreach (char c in text)
            output.Write(char.IsControl(c) ? ' ' : c);
    }

    private void Paint(TextWriter output, string colour, string text)
    {
        if (!look.HasColours)
        {
            output.Write(text);
            return;
        }

        output.Write(colour);
        output.Write(text);
        output.Write(Reset);
    }

    private static string ColourOf(LogLevel level) => level switch
    {
        LogLevel.Trace or LogLevel.Debug => Faint,
        LogLevel.Information => "\u001b[32m",
        LogLevel.Warning => "\u001b[33m",
        _ => "\u001b[31m",
    };
}
