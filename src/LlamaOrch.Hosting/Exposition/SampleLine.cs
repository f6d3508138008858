namespace LlamaOrch.Hosting.Exposition;

/// <summary>A line of one value: name, labels in braces where there are any, the value.</summary>
internal static class SampleLine
{
    // Braces, a space and the end of the line.
    private const int Signs = 8;

    public static int BytesMax(byte[] name, byte[] labels) =>
        name.Length + labels.Length + Signs + LineWriter.NumberBytesMax;

    public static void Begin(ref LineWriter line, ReadOnlySpan<byte> name, ReadOnlySpan<byte> labels)
    {
        line.Append(name);
        if (labels.Length > 0)
        {
            line.Append("{"u8);
            line.Append(labels);
            line.Append("}"u8);
        }

        line.Append(" "u8);
    }
}
