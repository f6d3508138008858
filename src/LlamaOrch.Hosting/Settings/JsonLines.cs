using System.Text;
using System.Text.Json;

namespace LlamaOrch.Hosting.Settings;

/// <summary>Turns positions in a text into lines and columns, as an editor counts them: from 1.</summary>
internal sealed class JsonLines(byte[] text)
{
    private long counted;
    private int line = 1;

    /// <summary>The line of a position; positions must not go backwards.</summary>
    public int Of(long position)
    {
        line += text.AsSpan((int)counted, (int)(position - counted)).Count((byte)'\n');
        counted = position;
        return line;
    }

    /// <summary>What is wrong, and at which line and column.</summary>
    public string Describe(JsonException failure)
    {
        // The message ends with the position, counted from 0 and in bytes.
        int end = failure.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        string message = end < 0 ? failure.Message : failure.Message[..end];
        int row = (int)(failure.LineNumber ?? 0);
        return $"line {row + 1}, column {Column(row, (int)(failure.BytePositionInLine ?? 0))}: {message}";
    }

    private int Column(int row, int bytes)
    {
        ReadOnlySpan<byte> rest = text;
        for (int skipped = 0; skipped < row && rest.IndexOf((byte)'\n') is int newline and >= 0; skipped++)
            rest = rest[(newline + 1)..];
        return Encoding.UTF8.GetCharCount(rest[..Math.Min(bytes, rest.Length)]) + 1;
    }
}
