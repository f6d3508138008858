using System.Net.Http.Headers;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Scraping;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

[Trait("lane", "integration")]
public sealed class TokenTests
{
    [Theory]
    [InlineData("/v1/chat/completions", null, "MISSING_TOKEN")]
    [InlineData("/v1/chat/completions", "Bearer wrong", "BAD_TOKEN")]
    [InlineData("/v2/nodes/register", null, "MISSING_TOKEN")]
    [InlineData("/v2/nodes/register", "Basic c2VjcmV0", "BAD_TOKEN")]
    [InlineData("/nowhere", null, "MISSING_TOKEN")]
    public async Task Without_the_token_nothing_is_done_and_the_answer_says_why(
        string path, string? authorization, string code)
    {
        await using ControlPlane plane = await ControlPlane.StartAsync("first,second");
        plane.Http.DefaultRequestHeaders.Authorization =
            authorization is null ? null : AuthenticationHeaderValue.Parse(authorization);

        using HttpResponseMessage response = await plane.PostAsync(path, "{}");
        Answer answer = await Answer.OfAsync(response);

        Assert.Equal((401, code), (answer.Status, answer.Code));
        Assert.Equal("Bearer", response.Headers.WwwAuthenticate.Single().Scheme);
        Assert.NotEmpty(answer.Header("X-Correlation-Id")!);
    }

    [Theory]
    [InlineData("first")]
    [InlineData("second")]
    public async Task Every_token_of_the_list_is_good(string token)
    {
        await using ControlPlane plane = await ControlPlane.StartAsync("first,second");
        plane.Http.DefaultRequestHeaders.Authorization = new("Bearer", token);

        Assert.Equal(200, (await plane.GetAsync("/v2/pools")).Status);
    }

    [Theory]
    [InlineData("/health", 200)]
    [InlineData("/ready", 503)]
    [InlineData("/metrics", 200)]
    public async Task Probes_and_metrics_are_open(string path, int status)
    {
        await using ControlPlane plane = await ControlPlane.StartAsync("secret");
        plane.Http.DefaultRequestHeaders.Authorization = null;

        Assert.Equal(status, (await plane.GetAsync(path)).Status);
    }

    [Fact]
    public async Task Refused_nodes_are_counted_by_what_they_tried_and_by_no_word_of_theirs()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync("secret");
        plane.Http.DefaultRequestHeaders.Authorization = null;

        (await plane.PostAsync("/v2/nodes/register", "{}")).Dispose();
        (await plane.PostAsync("/v2/nodes/evil/heartbeat", "{}")).Dispose();
        (await plane.Http.DeleteAsync(new Uri(plane.Url, "/v2/nodes/evil"))).Dispose();

        MetricsScrape scrape = await plane.ScrapeAsync();
        Assert.Equal(1, scrape.Sum("orchd_node_registrations_total", ("outcome", "unauthorized")));
        Assert.Equal(1, scrape.Sum("orchd_node_heartbeats_total", ("node_id", "unknown"), ("outcome", "unauthorized")));
        Assert.Equal(1, scrape.Sum("orchd_node_deregistrations_total", ("outcome", "unauthorized")));
        Assert.DoesNotContain(scrape.Samples, sample => sample.Labels.Values.Contains("evil"));
    }

    [Fact]
    public async Task Nodes_are_shown_the_first_token()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync("first,second");
        await using FakeNode node = await plane.JoinAsync(await FakeNode.StartAsync("n1", "m", 1));

        (await plane.ChatAsync("m")).Dispose();

        Assert.Equal("Bearer first", Assert.Single(node.Dispatches).Headers["Authorization"]);
    }
}
