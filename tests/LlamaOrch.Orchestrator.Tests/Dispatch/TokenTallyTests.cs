using System.Text;
using LlamaOrch.Orchestrator.Dispatch;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Dispatch;

[Trait("lane", "unit")]
public sealed class TokenTallyTests
{
    [Fact]
    public void Usage_is_found_wherever_the_answer_is_cut()
    {
        byte[] answer = Encoding.UTF8.GetBytes(
            new string('x', 3000) + "{\"usage\":{\"completion_tokens\": 12,\"prompt_tokens\":345}}");
        foreach (int size in (int[])[1, 7, 100, 1023, 1024, 1025, 5000])
        {
            using var tally = new TokenTally();
            foreach (byte[] piece in answer.Chunk(size))
                tally.See(piece);

            Assert.Equal((345, 12), (tally.TokensIn, tally.TokensOut));
        }
    }

    [Fact]
    public void Llama_servers_own_timings_count_too()
    {
        using var tally = new TokenTally();
        tally.See("\"timings\":{\"prompt_n\":3,\"predicted_n\":4}"u8);

        Assert.Equal((3, 4), (tally.TokensIn, tally.TokensOut));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"usage\":{\"completion_tokens\":")]
    [InlineData("{\"completion_tokens\":null,\"prompt_tokens\":-5}")]
    [InlineData("{\"completion_tokens\":99999999999999}")]
    public void What_is_not_stated_counts_nothing(string answer)
    {
        using var tally = new TokenTally();
        tally.See(Encoding.UTF8.GetBytes(answer));

        Assert.Equal((0, 0), (tally.TokensIn, tally.TokensOut));
    }

    [Fact]
    public void An_answer_that_a_rented_buffer_remembers_is_not_counted_again()
    {
        using (var first = new TokenTally())
            first.See("\"completion_tokens\":9"u8);

        using var second = new TokenTally();
        second.See("x"u8);

        Assert.Equal(0, second.TokensOut);
    }
}
