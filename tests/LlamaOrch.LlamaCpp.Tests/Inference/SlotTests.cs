using System.Threading.Channels;
using LlamaOrch.LlamaCpp.Inference;
using LlamaOrch.LlamaCpp.Sampling;
using LlamaOrch.LlamaCpp.Text;

namespace LlamaOrch.LlamaCpp.Tests.Inference;

[Trait("lane", "unit")]
public sealed class SlotTests
{
    private const int Chunk = 4;
    private readonly Slot _slot = new(0, Chunk);

    [Fact]
    public void Fresh_slot_shares_nothing() => Assert.Equal(0, _slot.SharedWith([1, 2, 3, 4, 5]));

    [Fact]
    public void Whole_chunks_of_the_last_prompt_are_shared()
    {
        Run([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], generated: 3);
        Assert.Equal(8, _slot.SharedWith([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]));
        Assert.Equal(4, _slot.SharedWith([1, 2, 3, 4, 5, 6, 0, 8, 9]));
        Assert.Equal(0, _slot.SharedWith([1, 2, 0, 4, 5, 6]));
    }

    [Fact]
    public void Last_token_of_the_prompt_is_never_shared()
    {
        Run([1, 2, 3, 4, 5, 6, 7, 8], generated: 0);
        Assert.Equal(4, _slot.SharedWith([1, 2, 3, 4, 5, 6, 7, 8]));
    }

    [Fact]
    public void Generated_tokens_are_not_shared()
    {
        Run([1, 2, 3, 4], generated: 8);
        Assert.Equal(4, _slot.SharedWith([1, 2, 3, 4, 9, 9, 9, 9, 9, 9]));
    }

    [Fact]
    public void Prompt_given_up_halfway_shares_what_was_computed()
    {
        GenerationJob job = Job([1, 2, 3, 4, 5, 6, 7, 8, 9]);
        _slot.Take(job, 0);
        _slot.Advance(Chunk);
        _slot.Release(now: 1);
        Assert.Equal(4, _slot.SharedWith([1, 2, 3, 4, 5, 6, 7, 8, 9]));
    }

    [Fact]
    public void Slot_that_forgets_shares_nothing()
    {
        Run([1, 2, 3, 4, 5], generated: 0);
        _slot.Forget();
        Assert.Equal(0, _slot.SharedWith([1, 2, 3, 4, 5]));
    }

    [Fact]
    public void Phase_follows_the_prompt()
    {
        _slot.Take(Job([1, 2, 3]), 0);
        Assert.True(_slot.IsReading);
        _slot.Advance(3);
        Assert.True(_slot.IsGenerating);
        _slot.Release(now: 1);
        Assert.False(_slot.IsReading || _slot.IsGenerating);
    }

    private void Run(int[] prompt, int generated)
    {
        _slot.Take(Job(prompt), 0);
        _slot.Advance(prompt.Length);
        for (int i = 0; i < generated; i++)
            _slot.Advance(1);
        _slot.Release(now: 1);
    }

    private static GenerationJob Job(int[] prompt) => new(
        prompt, 10, SamplingParameters.Default, null!, StopStrings.None, Channel.CreateUnbounded<Emission>().Writer);
}
