using LlamaOrch.Hosting.Streams;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Streams;

[Trait("lane", "unit")]
public sealed class AnswerMeterTests
{
    private const string One = """data: {"choices":[{"index":0,"delta":{"content":"one"},"finish_reason":null}]}""";
    private const string Stop = """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";
    private const string Used =
        """data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":30,"total_tokens":37}}""";

    [Theory]
    [InlineData(One + "\n\n" + Stop + "\n\ndata: [DONE]\n\n", true)]
    [InlineData(One + "\n\ndata: [DONE]\n\n", true)]
    [InlineData(One + "\n\ndata: [DONE]", true)]
    [InlineData(One + "\n\ndata:[DONE]\r\r", true)]
    [InlineData("\uFEFF" + One + "\r\n\r\n" + Stop, true)]
    [InlineData(One + "\n\n" + Stop + "\n", true)]
    [InlineData(One + "\n\n" + Stop + "\n\n" + Used, true)]
    [InlineData(One + "\n\n" + Stop + "\n\ndata: {\"choices\":[", false)]
    [InlineData(One + "\n\n", false)]
    [InlineData(One, false)]
    [InlineData(One + "\n\n" + "data: {\"choices\":[{\"del", false)]
    [InlineData(One + "\n\ndata: [DON", false)]
    [InlineData(": ping\n\n", false)]
    [InlineData("data: {\"choices\":[{\"finish_reason\":\"stop\"},{\"index\":1,\"text\":\"x\"}]}\n\n", false)]
    [InlineData("data: {\"error\":{\"message\":\"no\"}}\n\ndata: [DONE]\n\n", false)]
    [InlineData("data: {\"error\":\"no\"}\n\ndata: [DONE]\n\n", false)]
    [InlineData("data: {\"object\":\"error\",\"message\":\"no\"}\n\ndata: [DONE]\n\n", false)]
    [InlineData("data: {\"error\":null}\n\ndata: [DONE]\n\n", true)]
    [InlineData("", false)]
    public void A_stream_is_complete_when_its_engine_says_so(string stream, bool isComplete) =>
        ForEachCut(stream, expectsEvents: true, meter => Assert.Equal(isComplete, meter.IsComplete));

    [Theory]
    [InlineData("""{"choices":[{"message":{"content":"}\"]{"}}]}""", true)]
    [InlineData("""{"data":[{"embedding":[0.5,-1e-3]}]}""" + "\n", true)]
    [InlineData("\uFEFF []", true)]
    [InlineData("""{"choices":[{"message":{"content":"x"}}]""", false)]
    [InlineData("""{"choices":[{"message":{"content":"x""", false)]
    [InlineData("""{"a":1}]""", false)]
    [InlineData("""{"a":[1}""", false)]
    [InlineData("", false)]
    public void A_document_is_complete_with_the_end_of_its_json(string document, bool isComplete) =>
        ForEachCut(document, expectsEvents: false, meter => Assert.Equal(isComplete, meter.IsComplete));

    [Theory]
    [InlineData(": ping\n\n: ping\n\n", false)]
    [InlineData("data: {\"choices\":[]}\n\n", false)]
    [InlineData("data: {\"choices\":[],\"prompt_filter_results\":[{\"a\":\"b\"}]}\n\n", false)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\n\n", false)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n", false)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":null,\"tool_calls\":[],\"refusal\":null}}]}\n\n", false)]
    [InlineData("data: {\"choices\":[{\"text\":\"\"}]}\n\n", false)]
    [InlineData("data: {\"choices\":[{\"delta\":{},\"logprobs\":{\"content\":[{\"token\":\"a\"}]}}]}\n\n", false)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":\" \"}}]}\n\n", true)]
    [InlineData("data: {\"choices\":[{\"text\":\"a\"}]}\n\n", true)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"a\"}}]}\n\n", true)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}}]}\n\n", true)]
    [InlineData("data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0}]}}]}\n\n", true)]
    public void Only_what_was_generated_is_a_token(string stream, bool hasToken) =>
        ForEachCut(stream, expectsEvents: true, meter => Assert.Equal(hasToken, meter.HasToken));

    [Theory]
    [InlineData(One + "\n\n" + Stop + "\n\n" + Used + "\n\n", 7, 30, TokenSource.Engine)]
    [InlineData(One + "\n\n" + One + "\n\n", 0, 2, TokenSource.Pieces)]
    [InlineData(Used + "\n\n" + One + "\n\n", 7, 30, TokenSource.Pieces)]
    [InlineData("data: {\"usage\":{\"completion_tokens\":1},\"choices\":[{\"text\":\"a\"}]}\n\n", 0, 1,
        TokenSource.Engine)]
    [InlineData("data: {\"choices\":[{\"index\":0,\"text\":\"a\"},{\"index\":1,\"text\":\"b\"}]}\n\n", 0, 2,
        TokenSource.Pieces)]
    [InlineData(": x\n\n", 0, 0, TokenSource.None)]
    [InlineData("""{"usage":{"completion_tokens":300,"prompt_tokens":7},"choices":[{"text":"abc"}]}""", 7, 300,
        TokenSource.Engine)]
    [InlineData("""{"choices":[{"message":{"role":"assistant","content":"one two three"}}]}""", 0, 4,
        TokenSource.Length)]
    [InlineData("""{"choices":[{"text":"\"usage\":{\"completion_tokens\":9}"}]}""", 0, 9, TokenSource.Length)]
    [InlineData("""{"x":{"usage":{"completion_tokens":9}},"choices":[]}""", 0, 0, TokenSource.None)]
    [InlineData("""{"timings":{"prompt_n":3,"predicted_n":4},"choices":[{"text":"a"}]}""", 3, 4, TokenSource.Engine)]
    [InlineData("""{"usage":{"completion_tokens":99999999999,"prompt_tokens":-5}}""", 0, 0, TokenSource.None)]
    [InlineData("""{"usage":{"completion_tokens":null}}""", 0, 0, TokenSource.None)]
    [InlineData("""{"usage":{"prompt_tokens":5,"prompt_tokens_details":{"completion_tokens":9}}}""", 5, 0,
        TokenSource.None)]
    public void Tokens_are_the_engines_own_count_or_the_pieces_that_passed(
        string answer, int tokensIn, int tokensOut, TokenSource source) => ForEachCut(
        answer,
        expectsEvents: false,
        meter => Assert.Equal((tokensIn, tokensOut, source), (meter.TokensIn, meter.TokensOut, meter.Source)));

    [Fact]
    public void Bytes_of_an_event_that_has_not_ended_are_told()
    {
        var meter = new AnswerMeter(expectsEvents: true);

        meter.See("data: {}\n\ndata:"u8);
        Assert.Equal(5, meter.OpenBytes);
        meter.See(" {}\n"u8);
        Assert.Equal(9, meter.OpenBytes);
        meter.See("\n"u8);
        Assert.Equal(0, meter.OpenBytes);
        meter.See("data: {\"error\":{}}\n\ndata: [DONE]\n\n"u8);
        Assert.Equal("data: [DONE]\n\n".Length, meter.OpenBytes);
    }

    private static void ForEachCut(string answer, bool expectsEvents, Action<AnswerMeter> holds)
    {
        foreach (byte[][] pieces in Pieces.Of(answer))
        {
            var meter = new AnswerMeter(expectsEvents);
            foreach (byte[] piece in pieces)
                meter.See(piece);
            meter.End();
            holds(meter);
        }
    }
}
