namespace LlamaOrch.Hosting.Streams;

/// <summary>The words for <see cref="TokenSource"/> in logs.</summary>
public static class TokenSources
{
    /// <summary>The word; null for nothing to tell.</summary>
    public static string? Name(TokenSource source) => source switch
    {
        TokenSource.Engine => "engine",
        TokenSource.Pieces => "pieces",
        TokenSource.Length => "length",
        _ => null,
    };
}
