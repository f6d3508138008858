using System.Text;
using System.Text.Json;
using LlamaOrch.Hosting.Streams;
using LlamaOrch.Orchestrator.Tasks;
using LlamaOrch.Orchestrator.Tests.Streams;
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

    private const string End = "data: {\"choices\":[{\"finish_reason\":\"stop\"}]}";

    [Fact]
    public async Task Text_and_usage_come_out_the_same_wherever_the_stream_is_cut()
    {
        foreach (byte[][] pieces in Pieces.Of(Answer))
        {
            (List<string> texts, CompletionStream stream, AnswerMeter meter) = await ReadAsync(pieces);

            Assert.Equal(["Ön", "ce"], texts);
            Assert.True(stream.IsComplete);
            Assert.Equal((7, 2), (meter.TokensIn, meter.TokensOut));
        }
    }

    [Theory]
    [InlineData("{\"delta\":{\"reasoning_content\":\"hm\"}}", "Reasoning:hm")]
    [InlineData("{\"delta\":{\"reasoning\":\"hm\",\"content\":\"a\"}}", "Reasoning:hm", "Text:a")]
    [InlineData("{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"text\":\"b\"}]}}", "Text:a", "Text:b")]
    [InlineData("{\"delta\":{\"tool_calls\":[ {\"f\": {\"arguments\":\"{\\\"a\"}} ]}}",
        "ToolCalls:[{\"f\":{\"arguments\":\"{\\\"a\"}}]")]
    [InlineData("{\"delta\":{\"content\":\"a\\ud83d\"}}", "Text:a\uFFFD")]
    [InlineData("{\"delta\":{\"content\":\"\\ude00b\"}}", "Text:\uFFFDb")]
    [InlineData("{\"delta\":{\"content\":\"\\ud83d\\ude00\\n\\u00fc\\\\\"}}", "Text:😀\nü\\")]
    [InlineData("{\"delta\":7,\"text\":8}")]
    [InlineData("17")]
    public async Task Each_kind_of_piece_comes_out(string choice, params string[] pieces)
    {
        string answer = $"data: {{\"choices\":[{choice}]}}\n\n{End}\n\n";
        foreach (byte[][] cut in Pieces.Of(answer))
            Assert.Equal(pieces, await KindsAsync(cut));
    }

    [Fact]
    public async Task Bytes_that_are_no_utf8_become_replacement_characters()
    {
        byte[] answer =
        [
            .. "data: {\"choices\":[{\"text\":\"a"u8, 0xf0, 0x9f, .. "\\n\"}]}\n\n"u8, .. Encoding.UTF8.GetBytes(End),
        ];

        Assert.Equal(["Text:a\uFFFD\n"], await KindsAsync([answer]));
    }

    [Theory]
    [InlineData(1_048_000)]
    [InlineData(2_000_000)]
    public async Task A_line_may_be_longer_than_a_mebibyte(int length)
    {
        string text = new('x', length);
        byte[] answer = Encoding.UTF8.GetBytes($"data: {{\"choices\":[{{\"text\":\"{text}\"}}]}}\n\n{End}");

        (List<string> texts, CompletionStream stream, _) = await ReadAsync([answer]);

        Assert.Equal([text], texts);
        Assert.True(stream.IsComplete);
    }

    [Fact]
    public async Task Several_lines_of_data_are_one_event()
    {
        string answer = "data: {\"choices\":\rdata: [{\"text\":\rdata: \"x\"}]}\r\rdata: [DONE]";
        foreach (byte[][] cut in Pieces.Of(answer))
        {
            (List<string> texts, CompletionStream stream, _) = await ReadAsync(cut);

            Assert.Equal(["x"], texts);
            Assert.True(stream.IsComplete);
        }
    }

    [Theory]
    [InlineData("data: {\"choices\":[{\"text\":\"x\"}]}\n\n")]
    [InlineData("data: {\"choices\":[{\"text\":\"x\"}]}\n\ndata: {\"choices\":[{\"te")]
    public async Task A_stream_that_ends_without_a_word_is_not_complete(string answer)
    {
        (List<string> texts, CompletionStream stream, _) = await ReadAsync([Encoding.UTF8.GetBytes(answer)]);

        Assert.Equal(["x"], texts);
        Assert.False(stream.IsComplete);
    }

    [Theory]
    [InlineData("""{"error":{"message":"out of memory"}}""", "out of memory")]
    [InlineData("""{"error":{"message":"half \ud83d"}}""", "half \uFFFD")]
    [InlineData("""{"error":"plain"}""", "plain")]
    [InlineData("""{"object":"error","message":"old"}""", "old")]
    [InlineData("""{"error":null}""", null)]
    public async Task An_error_of_the_engine_is_kept(string data, string? said)
    {
        (_, CompletionStream stream, _) = await ReadAsync([Encoding.UTF8.GetBytes($"data: {data}\n\n")]);

        Assert.Equal(said, stream.EngineError);
    }

    [Fact]
    public async Task What_is_no_json_is_an_error() =>
        await Assert.ThrowsAnyAsync<JsonException>(() => ReadAsync(["data: {nope}\n\n"u8.ToArray()]));

    private static async Task<List<string>> KindsAsync(byte[][] pieces)
    {
        List<string> kinds = [];
        CompletionStream stream = Open(pieces, new AnswerMeter(expectsEvents: true));
        while (await stream.NextAsync(CancellationToken.None) is CompletionPiece piece)
            kinds.Add($"{piece.Kind}:{piece.Text}");
        return kinds;
    }

    private static async Task<(List<string> Texts, CompletionStream Stream, AnswerMeter Meter)> ReadAsync(
        byte[][] pieces)
    {
        var meter = new AnswerMeter(expectsEvents: true);
        CompletionStream stream = Open(pieces, meter);
        List<string> texts = [];
        while (await stream.NextAsync(CancellationToken.None) is CompletionPiece piece)
            texts.Add(piece.Text);
        return (texts, stream, meter);
    }

    private static CompletionStream Open(byte[][] pieces, AnswerMeter meter) =>
        new(new PieceStream(pieces), meter, new byte[16 * 1024], firstCount: 0);
}
