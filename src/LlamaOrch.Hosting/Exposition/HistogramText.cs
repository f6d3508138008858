namespace LlamaOrch.Hosting.Exposition;

/// <summary>What the lines of all series of one histogram have in common.</summary>
/// <param name="Bucket">A bucket's name, with the brace.</param>
/// <param name="Bounds">The label of each bucket's bound, with the brace; the last one is that of infinity.</param>
/// <param name="Sum">The name of the sum.</param>
/// <param name="Count">The name of the count.</param>
internal sealed record HistogramText(byte[] Bucket, byte[][] Bounds, byte[] Sum, byte[] Count);
