using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using LlamaOrch.Orchestrator.Tasks;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Tasks;

[Trait("lane", "unit")]
public sealed class CompletionStreamTests
{
    private const string Answer =
        ": comment\r\n\r\ndata: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":null}}]}\n\n"
        + "data: {\"choices\":[{\"delta\":{\"content\":\"Ön\"},\"logprobs\":{\"content\":[{\"token\":\"no\"}]}}]}\n\n"
        + "data:{\"choices\":[{\"text\":\"ce\"}]}\r\n\r\n"
        + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
        + "data: {\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":2}}\n\ndata: [DONE]\n\n";

    [Fact]
    public async Task Text_and_usage_come_out_the_same_wherever_the_stream_is_cut()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Answer);
        for (int size = 1; size <= bytes.Length; size++)
        {
            CompletionStream stream = Open(bytes, size);

            Assert.Equal(["Ön", "ce"], await ReadAsync(stream));
            Assert.True(stream.IsDone);
            Assert.Equal((7, 2), (stream.TokensIn, stream.TokensOut));
        }
    }

    [Fact]
    public async Task A_stream_that_ends_without_a_word_is_not_done()
    {
        CompletionStream stream = Open("data: {\"choices\":[{\"text\":\"x\"}]}\n\n"u8.ToArray(), 10);

        Assert.Equal(["x"], await ReadAsync(stream));
        Assert.False(stream.IsDone);
    }

    [Theory]
    [InlineData("""{"error":{"message":"out of memory"}}""", "out of memory")]
    [InlineData("""{"error":"plain"}""", "plain")]
    [InlineData("""{"error":null}""", null)]
    public async Task An_error_of_the_engine_is_kept(string data, string? said)
    {
        CompletionStream stream = Open(Encoding.UTF8.GetBytes($"data: {data}\n\n"), 100);

        await ReadAsync(stream);

        Assert.Equal(said, stream.EngineError);
    }

    [Fact]
    public async Task What_is_no_json_is_an_error() =>
        await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync(Open("data: {nope}\n\n"u8.ToArray(), 100)));

    [Fact]
    public async Task A_line_without_an_end_is_bounded()
    {
        byte[] endless = Encoding.UTF8.GetBytes("data: " + new string('x', 1024 * 1024 + 100));

        await Assert.ThrowsAsync<InvalidDataException>(() => ReadAsync(Open(endless, 64 * 1024)));
    }

    private static async Task<List<string>> ReadAsync(CompletionStream stream)
    {
        var texts = new List<string>();
        while (await stream.NextAsync(CancellationToken.None) is string text)
            texts.Add(text);
        return texts;
    }

    private static CompletionStream Open(byte[] bytes, int pieceBytes) =>
        new(new OnePieceReader(PipeReader.Create(new ReadOnlySequence<byte>(bytes)), pieceBytes));
}
