using LlamaOrch.LlamaCpp.Sampling;

namespace LlamaOrch.LlamaCpp.Tests.Sampling;

[Trait("lane", "unit")]
public sealed class TokenAlternativesTests
{
    private static readonly float[] Logits = [0f, 2f, 1f, -1f];

    [Fact]
    public void Most_probable_tokens_come_first() => Assert.Equal(
        [1, 2], TokenAlternatives.Read(Logits, chosen: 3, count: 2).Top.Select(token => token.Token));

    [Fact]
    public void Probabilities_sum_to_one()
    {
        TokenAlternatives all = TokenAlternatives.Read(Logits, chosen: 0, count: 4);
        Assert.Equal(1, all.Top.Sum(token => Math.Exp(token.LogProbability)), tolerance: 1e-5);
        Assert.Equal(all.Top.Single(token => token.Token == 0), all.Chosen);
    }

    [Fact]
    public void More_alternatives_than_tokens_are_all_tokens() =>
        Assert.Equal(4, TokenAlternatives.Read(Logits, chosen: 0, count: 50).Top.Count);
}
