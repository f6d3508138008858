using System.Text;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.PoolManager.Engines;
using LlamaOrch.PoolManager.Inference;

namespace LlamaOrch.PoolManager.Tests.Inference;

[Trait("lane", "unit")]
public sealed class RenamingStreamTests
{
    private static readonly ModelRenaming Renaming =
        ModelRenaming.For(new ServedModel(new ModelId("mine"), "Org/My model", 0))!;

    [Theory]
    [InlineData("""{"model":"Org/My model","x":1}""", """{"model":"mine","x":1}""")]
    [InlineData("""{"model" :  "Org/My model"}""", """{"model" :  "mine"}""")]
    [InlineData("""{"model":"Org/My model 2"}""", """{"model":"Org/My model 2"}""")]
    [InlineData("""{"text":"\"model\":\"Org/My model\""}""", """{"text":"\"model\":\"Org/My model\""}""")]
    [InlineData("""["model","model":"Org/My model"]""", """["model","model":"mine"]""")]
    [InlineData("data: [DONE]\n\n", "data: [DONE]\n\n")]
    public async Task The_engines_name_is_replaced_wherever_the_answer_is_cut(string answer, string expected)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(answer);
        for (int size = 1; size <= bytes.Length; size++)
        {
            await using var stream = new RenamingStream(new SlicedStream(bytes, size), Renaming);
            using var got = new MemoryStream();
            await stream.CopyToAsync(got, TestContext.Current.CancellationToken);

            Assert.Equal(expected, Encoding.UTF8.GetString(got.ToArray()));
        }
    }

    [Theory]
    [InlineData("""{"model":"x","a":1}""", """{"model":"Org/My model","a":1}""")]
    [InlineData("""{"a":{"model":"x"},"model":"x"}""", """{"a":{"model":"x"},"model":"Org/My model"}""")]
    [InlineData("""{"model":"x","model":null}""", """{"model":"Org/My model","model":"Org/My model"}""")]
    [InlineData("""{"a":1}""", """{"a":1}""")]
    [InlineData("""{"model":"x" """, """{"model":"x" """)]
    [InlineData("no json", "no json")]
    public void Splice_changes_the_outermost_model_alone(string body, string expected)
    {
        string spliced = string.Concat(Renaming.Splice(Encoding.UTF8.GetBytes(body))
            .Select(piece => Encoding.UTF8.GetString(piece.Span)));

        Assert.Equal(expected, spliced);
    }

    /// <summary>Gives at most so many bytes at a time.</summary>
    private sealed class SlicedStream(byte[] bytes, int size) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(size, buffer.Length)], cancellationToken);
    }
}
