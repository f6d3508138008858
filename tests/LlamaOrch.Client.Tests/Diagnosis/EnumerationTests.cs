using LlamaOrch.Client.Diagnosis;
using Xunit;

namespace LlamaOrch.Client.Tests.Diagnosis;

[Trait("lane", "unit")]
public sealed class EnumerationTests
{
    [Theory]
    [InlineData(1, "n1")]
    [InlineData(3, "n1, n2, n3")]
    [InlineData(8, "n1, n2, n3, n4, n5, n6, n7, n8")]
    [InlineData(9, "n1, n2, n3, n4, n5, n6, n7, n8 and 1 more")]
    [InlineData(1_000, "n1, n2, n3, n4, n5, n6, n7, n8 and 992 more")]
    public void Of_names_a_few_and_counts_the_rest(int count, string text) =>
        Assert.Equal(text, Enumeration.Of([.. Enumerable.Range(1, count).Select(number => $"n{number}")]));
}
