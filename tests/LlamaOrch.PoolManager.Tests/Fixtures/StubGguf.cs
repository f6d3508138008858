namespace LlamaOrch.PoolManager.Tests.Fixtures;

/// <summary>The smallest GGUF file: a header without metadata and weights. Anything may follow it.</summary>
internal static class StubGguf
{
    /// <summary>The header, 24 bytes.</summary>
    public const string Header = "GGUF\u0003\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";
}
