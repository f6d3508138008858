using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Scraping;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Security;

[Trait("lane", "cluster")]
public sealed class TokenTests : IAsyncLifetime
{
    private const string Token = "a-token-of-this-test";

    private TestFleet fleet = null!;
    private FakeEngine engine = null!;
    private Uri node = null!;

    public async ValueTask InitializeAsync()
    {
        fleet = await TestFleet.StartAsync(Token);
        engine = await FakeEngine.StartAsync();
        node = await fleet.StartNode("node-a", TestPool.Attached("pool-a", engine.Url)).ListeningUrlAsync();
        await fleet.PoolsReadyAsync(1);
    }

    public async ValueTask DisposeAsync()
    {
        await fleet.DisposeAsync();
        await engine.DisposeAsync();
    }

    [Theory]
    [InlineData(null, "MISSING_TOKEN")]
    [InlineData("another-token", "BAD_TOKEN")]
    [InlineData("", "BAD_TOKEN")]
    public async Task Callers_without_the_token_are_refused_by_both_daemons(string? shown, string code)
    {
        foreach (Uri daemon in (Uri[])[fleet.Url, node])
        {
            using HttpResponseMessage response = await SendAsync(HttpMethod.Get, new Uri(daemon, "/v2/pools"), shown);

            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            using JsonDocument body = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
            Assert.Equal(code, body.RootElement.GetProperty("code").GetString());
        }
    }

    [Fact]
    public async Task Requests_flow_with_the_token_from_client_to_engine()
    {
        using HttpResponseMessage response = await fleet.ChatAsync("fake-model");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        // The engine is somebody else's program: the fleet's secret must not reach it.
        Assert.DoesNotContain(
            Assert.Single(engine.Requests).Headers.Values, value => value.Contains(Token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refused_registrations_heartbeats_and_deregistrations_are_counted_as_unauthorized()
    {
        using HttpResponseMessage register =
            await SendAsync(HttpMethod.Post, new Uri(fleet.Url, "/v2/nodes/register"), "another-token");
        using HttpResponseMessage heartbeat =
            await SendAsync(HttpMethod.Post, new Uri(fleet.Url, "/v2/nodes/evil-name/heartbeat"), null);
        using HttpResponseMessage deregister =
            await SendAsync(HttpMethod.Delete, new Uri(fleet.Url, "/v2/nodes/node-a"), "another-token");

        MetricsScrape metrics = await fleet.ScrapeAsync();

        Assert.Equal(1, metrics.Sum("orchd_node_registrations_total", ("outcome", "unauthorized")));
        Assert.Equal(1, metrics.Sum(
            "orchd_node_heartbeats_total", ("outcome", "unauthorized"), ("node_id", "unknown")));
        Assert.Equal(1, metrics.Sum("orchd_node_deregistrations_total", ("outcome", "unauthorized")));
        Assert.DoesNotContain(metrics.Samples, sample => sample.Labels.Values.Contains("evil-name"));
        Assert.Single(await fleet.Client.ListNodesAsync());
    }

    [Fact]
    public async Task No_daemon_writes_the_token_into_its_log()
    {
        using HttpResponseMessage refused = await SendAsync(
            HttpMethod.Get, new Uri(fleet.Url, "/v2/pools"), "another-token");
        using HttpResponseMessage answered = await fleet.ChatAsync("fake-model");

        Assert.DoesNotContain(Token, fleet.ControlPlane.Output + fleet.ControlPlane.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("another-token", fleet.ControlPlane.Output, StringComparison.Ordinal);
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpMethod method, Uri url, string? token)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(method, url);
        if (method == HttpMethod.Post)
            request.Content = JsonContent.Create(
                new { timestamp = DateTimeOffset.UnixEpoch, pools = Array.Empty<string>() });
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return await http.SendAsync(request);
    }
}
