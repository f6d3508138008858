namespace LlamaOrch.Hosting.Exposition;

/// <summary>Some lines of a scrape, which nobody changes any more, as text and compressed.</summary>
internal sealed class TextPart(byte[] text)
{
    private Checksum? checksum;
    private byte[]? deflated;
    private bool wasSent;

    public byte[] Text => text;

    /// <summary>What identifies the text within a longer one.</summary>
    public Checksum Checksum => checksum ??= Checksum.Of(text);

    /// <summary>
    /// The text compressed, as blocks that stand for themselves; null when it is sent for the first time: lines that
    /// change from scrape to scrape are never compressed, since that costs more than sending them.
    /// </summary>
    public byte[]? Deflated()
    {
        if (deflated is null && wasSent)
            deflated = GzipFrame.Deflate(text);
        wasSent = true;
        return deflated;
    }
}
