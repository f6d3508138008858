using LlamaOrch.Hosting.Logging;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Logging;

[Trait("lane", "unit")]
public sealed class LogRedactionTests
{
    [Theory]
    [InlineData("at http://me:hunter2@host:80/v1 now", "at http://***@host:80/v1 now")]
    [InlineData("postgres://me:p@ss/w0rd@host/db", "postgres://***@host/db")]
    [InlineData("https://host/a?key=hunter2&x=1 failed", "https://host/a?*** failed")]
    [InlineData("'http://hunter2@host'", "'http://***@host'")]
    [InlineData("Authorization: Bearer hunter2", "Authorization: Bearer ***")]
    [InlineData("Authorization: Basic aHVudGVyMg==", "Authorization: Basic ***")]
    [InlineData("Authorization: Bearer TOKENhunter2", "Authorization: Bearer ***")]
    [InlineData("Authorization: hunter2", "Authorization: ***")]
    [InlineData("sent bearer hunter2, refused", "sent bearer ***, refused")]
    [InlineData("Host=h;Username=me;Password=hunter2;Port=1", "Host=h;Username=me;Password=***;Port=1")]
    [InlineData("""{"api_key": "hunter2 x"}""", """{"api_key": ***}""")]
    [InlineData("LLORCH_API_TOKEN=hunter2", "LLORCH_API_TOKEN=***")]
    public void A_secret_is_masked(string text, string expected) => Assert.Equal(expected, LogRedaction.Text(text));

    [Theory]
    [InlineData("Pool a is ready: model m on 4 slots")]
    [InlineData("Listening on http://127.0.0.1:8080/")]
    [InlineData("Refused a caller: token Missing")]
    [InlineData("Send 'Authorization: Bearer TOKEN'; this server requires a token.")]
    [InlineData("curl -H \"Authorization: Bearer $LLORCH_API_TOKEN\"")]
    [InlineData("Send 'Authorization: Bearer <token>'.")]
    public void Other_text_stays(string text) => Assert.Equal(text, LogRedaction.Text(text));

    [Fact]
    public void A_url_is_shown_without_who_calls_and_what_is_asked()
    {
        Assert.Equal("http://***@host/v1", LogRedaction.Url(new Uri("http://me:hunter2@host/v1")));
        Assert.Equal("http://host/v1?***", LogRedaction.Url(new Uri("http://host/v1?key=hunter2")));
        Assert.Equal("http://host:81/v1", LogRedaction.Url(new Uri("http://host:81/v1")));
    }

    [Fact]
    public void A_url_is_masked_in_sentence_and_field_alike() => Assert.DoesNotContain(
        "hunter2",
        Lines.Json("At {Url}", [("Url", new Uri("http://me:hunter2@host")), ("text", "http://hunter2@x")])
            .GetRawText());
}
