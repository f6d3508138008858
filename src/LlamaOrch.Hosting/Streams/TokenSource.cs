namespace LlamaOrch.Hosting.Streams;

/// <summary>Where a number of generated tokens comes from.</summary>
public enum TokenSource
{
    /// <summary>Nothing was generated.</summary>
    None,

    /// <summary>The engine's own count.</summary>
    Engine,

    /// <summary>The pieces of a stream that passed, each taken for a token.</summary>
    Pieces,

    /// <summary>The length of a text whose engine counts nothing, at four bytes a token.</summary>
    Length,
}
