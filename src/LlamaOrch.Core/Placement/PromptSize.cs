namespace LlamaOrch.Core.Placement;

/// <summary>
/// What the size of a prompt's text says about its tokens. The tokenizer is the engine's own, so there are two bounds:
/// one that decides, and must never refuse what might fit, and a likely one that only steers.
/// </summary>
public static class PromptSize
{
    // The longest tokens of the vocabularies in use are runs of 128 spaces; twice that leaves room for new ones.
    private const int BytesPerTokenMax = 256;

    // English text in the vocabularies in use has about four bytes a token, code and other languages fewer.
    private const int BytesPerTokenLikely = 4;

    /// <summary>Fewest tokens that a text can have.</summary>
    /// <param name="textBytes">Its size as UTF-8, bytes; 0 while unknown.</param>
    public static int AtLeast(int textBytes) => textBytes / BytesPerTokenMax;

    /// <summary>About how many tokens it has; seldom more than it really has.</summary>
    /// <param name="textBytes">Its size as UTF-8, bytes; 0 while unknown.</param>
    public static int Likely(int textBytes) => textBytes / BytesPerTokenLikely;
}
