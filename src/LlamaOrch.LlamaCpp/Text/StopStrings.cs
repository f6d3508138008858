using System.Text;

namespace LlamaOrch.LlamaCpp.Text;

/// <summary>Texts that end an answer, matched on bytes so that borders of tokens do not matter.</summary>
internal sealed class StopStrings
{
    private readonly byte[][] _stops;

    /// <summary>Takes the texts; empty ones are left out.</summary>
    public StopStrings(IEnumerable<string> stops) =>
        _stops = [.. stops.Where(stop => stop.Length > 0).Select(Encoding.UTF8.GetBytes)];

    /// <summary>No stops.</summary>
    public static StopStrings None { get; } = new([]);

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => _stops.Length == 0;

    /// <summary>The first place where one of them stands, and which; of two at one place the longer.</summary>
    public (int Position, string? Word) Find(ReadOnlySpan<byte> text)
    {
        int first = -1;
        byte[]? found = null;
        foreach (byte[] stop in _stops)
        {
            int position = text.IndexOf(stop);
            bool isBetter = position >= 0
                && (first < 0 || position < first || (position == first && stop.Length > found!.Length));
            if (isBetter)
                (first, found) = (position, stop);
        }

        return (first, found is null ? null : Encoding.UTF8.GetString(found));
    }

    /// <summary>How many bytes at the end could still become one of them.</summary>
    public int PartialLength(ReadOnlySpan<byte> text)
    {
        int longest = 0;
        foreach (byte[] stop in _stops)
        {
            for (int length = Math.Min(stop.Length - 1, text.Length); length > longest; length--)
            {
                if (text.EndsWith(stop.AsSpan(0, length)))
                    longest = length;
            }
        }

        return longest;
    }
}
