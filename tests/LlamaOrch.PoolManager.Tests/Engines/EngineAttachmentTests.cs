using LlamaOrch.Contracts.Handoff;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.PoolManager.Engines;

namespace LlamaOrch.PoolManager.Tests.Engines;

[Trait("lane", "unit")]
public sealed class EngineAttachmentTests
{
    [Theory]
    [InlineData("http://127.0.0.1:1", "http://127.0.0.1:1/v1/completions")]
    [InlineData("http://127.0.0.1:1/v1", "http://127.0.0.1:1/v1/completions")]
    [InlineData("http://127.0.0.1:1/v1/", "http://127.0.0.1:1/v1/completions")]
    [InlineData("https://host/proxy/llm", "https://host/proxy/llm/v1/completions")]
    public void Routes_follow_the_url_with_or_without_its_v1(string url, string route) =>
        Assert.Equal(new Uri(route), Attach(url).UriFor(EngineRoutes.Completions));

    [Fact]
    public void Attachments_that_say_the_same_are_equal() => Assert.Equal(Attach("http://h:1"), Attach("http://h:1/"));

    [Fact]
    public void Attachments_to_different_urls_differ() => Assert.NotEqual(Attach("http://h:1"), Attach("http://h:2"));

    private static EngineAttachment Attach(string url) => new(new HandoffFile
    {
        PoolId = new PoolId("p"),
        Engine = "openai",
        Url = new Uri(url),
    });
}
