using LlamaOrch.Contracts.Ids;
using Xunit;

namespace LlamaOrch.Core.Tests.Ids;

public sealed class IdentifierRulesTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("gpu-0:llama_3.1")]
    [InlineData(".hidden")]
    public void A_plain_name_is_an_id(string text) => Assert.True(IdentifierRules.TryParse(text, out PoolId _));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a..b")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("a%2Fb")]
    [InlineData("ä")]
    public void A_text_that_would_change_a_path_or_a_label_is_no_id(string? text) =>
        Assert.False(IdentifierRules.TryParse(text, out PoolId _));

    [Fact]
    public void The_longest_id_has_128_characters()
    {
        Assert.True(IdentifierRules.TryParse(new string('a', 128), out TaskId _));
        Assert.False(IdentifierRules.TryParse(new string('a', 129), out TaskId _));
    }

    [Fact]
    public void Only_models_may_have_a_slash()
    {
        Assert.True(IdentifierRules.TryParse("org/model", out ModelId _));
        Assert.False(IdentifierRules.TryParse("org/../model", out ModelId _));
        Assert.False(IdentifierRules.TryParse("org/model", out NodeId _));
    }
}
