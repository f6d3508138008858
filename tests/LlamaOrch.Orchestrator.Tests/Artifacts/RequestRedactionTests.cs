using System.Text;
using System.Text.Json;
using LlamaOrch.Orchestrator.Artifacts;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Artifacts;

[Trait("lane", "unit")]
public sealed class RequestRedactionTests
{
    [Fact]
    public void Numbers_switches_and_the_model_stay_and_everything_that_may_be_text_goes()
    {
        const string Body =
            """
            {"model":"m","messages":[{"role":"user","content":"private"}],"stop":["private"],"n":2,"t":0.5,
             "stream":true,"stream_options":{"include_usage":true},"seed":null,"later":{"x":"private"},"word":"private"}
            """;

        string written = Write(Body, keepsPrompts: false);

        Assert.DoesNotContain("private", written, StringComparison.Ordinal);
        JsonElement json = JsonDocument.Parse(written).RootElement;
        Assert.Equal("m", json.GetProperty("model").GetString());
        Assert.Equal((2, 0.5), (json.GetProperty("n").GetInt32(), json.GetProperty("t").GetDouble()));
        Assert.True(json.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
        Assert.Equal(7, json.GetProperty("word").GetProperty("length_bytes").GetInt32());
        Assert.Equal(
            "[{\"role\":\"user\",\"content\":\"private\"}]".Length,
            json.GetProperty("messages").GetProperty("length_bytes").GetInt32());
    }

    [Fact]
    public void Texts_are_hashed_as_people_wrote_them_not_as_json_writes_them()
    {
        string plain = Write("{\"prompt\":\"é\"}", keepsPrompts: false);

        Assert.Equal(plain, Write("{\"prompt\":\"\\u00e9\"}", keepsPrompts: false));
        Assert.Contains("\"length_bytes\":2", plain, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    public void A_body_without_fields_is_an_empty_object(string body) =>
        Assert.Equal("{}", Write(body, keepsPrompts: false));

    [Fact]
    public void Everything_stays_where_prompts_are_kept() =>
        Assert.Equal("{\"prompt\":\"a\",\"n\":1}", Write("{\"prompt\":\"a\",\"n\":1}", keepsPrompts: true));

    private static string Write(string body, bool keepsPrompts)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
            RequestRedaction.Write(json, Encoding.UTF8.GetBytes(body), keepsPrompts);
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
