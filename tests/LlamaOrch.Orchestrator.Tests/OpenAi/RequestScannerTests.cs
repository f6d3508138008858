using System.Text;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Core.Admission;
using LlamaOrch.Orchestrator.OpenAi;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.OpenAi;

[Trait("lane", "unit")]
public sealed class RequestScannerTests
{
    private const string Chat = EngineRoutes.ChatCompletions;

    private readonly RequestScanner scanner = new(new AdmissionLimits { MaxTokensMax = 100, JsonDepthMax = 8 });

    [Theory]
    [InlineData("""{"model":"m","messages":[]}""", false, null)]
    [InlineData("""{"messages":[{"model":"inner","stream":true}],"model":"m","max_tokens":5}""", false, 5)]
    [InlineData("""{"model":"m","messages":[],"stream":true,"max_completion_tokens":100}""", true, 100)]
    [InlineData("""{"model":"m","messages":[],"stream":null,"max_tokens":null}""", false, null)]
    [InlineData("""{"model":"m","messages":[],"max_tokens":-1}""", false, null)]
    [InlineData("""{"model":"m","messages":[],"max_tokens":8.0}""", false, 8)]
    [InlineData("""{"model":"m","messages":[],"max_tokens":1e1}""", false, 10)]
    [InlineData("""{"model":"m","messages":[],"max_tokens":101}""", false, 100)]
    [InlineData("""{"model":"m","messages":[],"max_tokens":99999999999}""", false, 100)]
    [InlineData("""{"model":"m","messages":[],"max_tokens":5,"max_completion_tokens":6}""", false, 6)]
    [InlineData("""{"model":"m","messages":[],"max_completion_tokens":6,"max_tokens":5}""", false, 6)]
    [InlineData("""{"model":"m","messages":[],"max_completion_tokens":null,"max_tokens":5}""", false, 5)]
    [InlineData("""{"mod\u0065l":"m","messages":[],"unknown":{"max_tokens":[1]}}""", false, null)]
    public void What_admission_needs_is_found_at_the_top_level_alone(string body, bool stream, int? maxTokens)
    {
        Assert.Null(Scan(body, Chat, out ScannedRequest scanned));

        Assert.Equal(("m", stream, maxTokens), (scanned.Model.Value, scanned.Stream, scanned.MaxTokens));
    }

    [Theory]
    [InlineData("""{"model":"m","messages":[]}""", 1)]
    [InlineData("""{"model":"m","messages":[],"n":null}""", 1)]
    [InlineData("""{"model":"m","messages":[],"n":128}""", 128)]
    public void Number_of_answers_is_one_unless_told(string body, int answers)
    {
        Assert.Null(Scan(body, Chat, out ScannedRequest scanned));

        Assert.Equal(answers, scanned.Answers);
    }

    [Theory]
    [InlineData("""{"model":"m","messages":[]}""", 0)]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"12345678"}]}""", 12)]
    [InlineData("""{"model":"m","messages":[{"content":"\u0020\u0020"}],"tools":[1,2]}""", 9)]
    [InlineData("""{"model":"m","messages":[{"content":[{"image_url":{"url":"data:image/png;base64,AAAA"}}]}]}""", 0)]
    [InlineData("""{"model":"m","messages":[{"content":[{"input_audio":{"data":"AAAAAAAA","format":"wav"}}]}]}""", 3)]
    [InlineData("""{"model":"m","messages":{},"prompt":"12345"}""", 5)]
    [InlineData("""{"model":"m","messages":[],"prompt":["1","123","12"]}""", 3)]
    [InlineData("""{"model":"m","messages":[],"prompt":[1,2,3]}""", 12)]
    public void Text_of_a_prompt_is_measured_without_images_and_sound(string body, int bytes)
    {
        Assert.Null(Scan(body, Chat, out ScannedRequest scanned));

        Assert.Equal(bytes, scanned.PromptBytes);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("[1]", null)]
    [InlineData("null", null)]
    [InlineData("""{"model":"m","messages":[]} x""", null)]
    [InlineData("""{"model":"m","messages":[]}{}""", null)]
    [InlineData("""{"model":"m","messages":[[[[[[[[[]]]]]]]]]}""", null)]
    [InlineData("""{"model":"m","messages":[],"n":0}""", "n")]
    [InlineData("""{"model":"m","messages":[],"n":129}""", "n")]
    [InlineData("""{"model":"m","messages":[],"n":"2"}""", "n")]
    [InlineData("""{"model":"m","messages":[],"n":1,"n":2}""", "n")]
    [InlineData("""{"messages":[]}""", "model")]
    [InlineData("""{"model":null,"messages":[]}""", "model")]
    [InlineData("""{"model":"","messages":[]}""", "model")]
    [InlineData("""{"model":"a b","messages":[]}""", "model")]
    [InlineData("""{"model":"a","messages":[],"model":"b"}""", "model")]
    [InlineData("""{"model":"m","messages":[],"stream":1}""", "stream")]
    [InlineData("""{"model":"m","messages":[],"stream":false,"stream":true}""", "stream")]
    [InlineData("""{"model":"m","messages":[],"max_tokens":0}""", "max_tokens")]
    [InlineData("""{"model":"m","messages":[],"max_tokens":-2}""", "max_tokens")]
    [InlineData("""{"model":"m","messages":[],"max_tokens":1,"max_tokens":2}""", "max_tokens")]
    [InlineData("""{"model":"m","messages":[],"max_tokens":null,"max_tokens":2}""", "max_tokens")]
    [InlineData("""{"model":"m","messages":[],"messages":[]}""", "messages")]
    [InlineData("""{"model":"m","messages":[],"mess\u0061ges":[]}""", "messages")]
    [InlineData("""{"model":"m","messages":[],"tools":[],"tools":[]}""", "tools")]
    [InlineData("""{"model":"m","messages":[],"n":2.5}""", "n")]
    [InlineData("""{"model":"m","messages":[],"max_tokens":1.5}""", "max_tokens")]
    [InlineData("""{"model":"m","messages":[],"max_tokens":"5"}""", "max_tokens")]
    [InlineData("""{"model":"m","messages":[],"max_completion_tokens":1e99}""", "max_completion_tokens")]
    [InlineData("""{"model":"m","messages":[],"n":1,"max_completion_tokens":6,"n":1}""", "n")]
    [InlineData("""{"model":"m","prompt":"x"}""", "messages")]
    public void What_is_wrong_is_said_with_the_field(string body, string? field)
    {
        ErrorBody? error = Scan(body, Chat, out _);

        Assert.NotNull(error);
        Assert.Equal(("INVALID_PARAMS", field), (error.Code, error.Field));
    }

    [Theory]
    [InlineData(EngineRoutes.Completions, "prompt")]
    [InlineData(EngineRoutes.Embeddings, "input")]
    public void Each_route_wants_its_own_input(string route, string input)
    {
        Assert.Equal(input, Scan("""{"model":"m","messages":[]}""", route, out _)!.Field);
        Assert.Null(Scan($$"""{"model":"m","{{input}}":"x"}""", route, out _));
    }

    private ErrorBody? Scan(string body, string route, out ScannedRequest scanned) =>
        scanner.Scan(Encoding.UTF8.GetBytes(body), route, out scanned);
}
