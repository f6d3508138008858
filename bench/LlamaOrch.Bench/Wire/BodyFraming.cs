namespace LlamaOrch.Bench.Wire;

/// <summary>How the end of a message's body is known.</summary>
internal enum BodyFraming
{
    /// <summary>By its length, which may be 0.</summary>
    Length,

    /// <summary>By a chunk of size 0.</summary>
    Chunked,

    /// <summary>By the end of the connection.</summary>
    UntilClose,
}
