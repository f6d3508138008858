namespace LlamaOrch.LlamaCpp.Tests.Fixtures.Grammars;

/// <summary>A part of a GBNF grammar; exactly one of its members is set.</summary>
internal sealed record GbnfNode
{
    public string? Literal { get; init; }

    public IReadOnlyList<(int Low, int High)>? Class { get; init; }

    public string? Rule { get; init; }

    public IReadOnlyList<GbnfNode>? Sequence { get; init; }

    public IReadOnlyList<GbnfNode>? Choices { get; init; }

    public GbnfNode? Repeated { get; init; }

    public int Min { get; init; }

    public int Max { get; init; }
}
