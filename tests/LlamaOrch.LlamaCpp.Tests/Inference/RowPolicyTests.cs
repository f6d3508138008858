using LlamaOrch.LlamaCpp.Inference;

namespace LlamaOrch.LlamaCpp.Tests.Inference;

[Trait("lane", "unit")]
public sealed class RowPolicyTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    public void Fewer_rows_than_the_least_are_filled_up(int span, int rows) =>
        Assert.Equal(rows, new RowPolicy(2, 1, 4).RowsFor(span, slots: 4));

    [Theory]
    [InlineData(1, 4)]
    [InlineData(5, 8)]
    public void Rows_are_filled_up_to_a_multiple(int span, int rows) =>
        Assert.Equal(rows, new RowPolicy(4, 4, 8).RowsFor(span, slots: 8));

    [Fact]
    public void Rows_are_never_more_than_slots() =>
        Assert.Equal(1, new RowPolicy(2, 1, 1).RowsFor(1, slots: 1));

    [Theory]
    [InlineData(3, "3")]
    [InlineData(4, "2,2")]
    [InlineData(7, "3,2,2")]
    public void More_rows_than_the_most_are_split_evenly(int rows, string widths) =>
        Assert.Equal(widths, string.Join(',', new RowPolicy(2, 1, 3).Decodes(rows)));

    [Fact]
    public void Split_never_gives_fewer_rows_than_the_least()
    {
        var policy = new RowPolicy(2, 1, 3);
        for (int slots = 2; slots <= 64; slots++)
            Assert.All(policy.Widths(slots), width => Assert.InRange(width, 2, 3));
    }

    [Fact]
    public void One_by_one_computes_single_rows() =>
        Assert.Equal([1], RowPolicy.OneByOne.Widths(slots: 8));
}
