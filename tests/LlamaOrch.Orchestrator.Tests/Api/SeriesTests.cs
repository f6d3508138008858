using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Scraping;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

/// <summary>Series cost memory, here and in Prometheus: no caller's text makes one.</summary>
[Trait("lane", "integration")]
public sealed class SeriesTests
{
    [Fact]
    public async Task A_caller_without_a_token_creates_no_series_and_is_counted()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync("secret");
        string[] before = Series(await plane.ScrapeAsync());
        plane.Http.DefaultRequestHeaders.Authorization = null;

        await TryEverythingAsync(plane);

        MetricsScrape scrape = await plane.ScrapeAsync();
        Assert.Equal(before, Series(scrape));
        Assert.Equal(Attempts, scrape.Sum("auth_failures_total", ("reason", "MISSING_TOKEN")));
        Assert.Equal(1, scrape.Sum("orchd_node_registrations_total", ("outcome", "unauthorized")));
        Assert.Equal(
            1, scrape.Sum("orchd_node_heartbeats_total", ("node_id", "unknown"), ("outcome", "unauthorized")));
        Assert.Equal(1, scrape.Sum("orchd_node_deregistrations_total", ("outcome", "unauthorized")));
    }

    [Fact]
    public async Task A_wrong_token_is_counted_as_one()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync("secret");
        plane.Http.DefaultRequestHeaders.Authorization = new("Bearer", "guess");

        await plane.GetAsync("/v2/pools");

        Assert.Equal(1, (await plane.ScrapeAsync()).Sum("auth_failures_total", ("reason", "BAD_TOKEN")));
    }

    [Fact]
    public async Task Names_that_clients_make_up_create_no_series()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        string[] before = Series(await plane.ScrapeAsync());

        await TryEverythingAsync(plane);

        Assert.Equal(before, Series(await plane.ScrapeAsync()));
    }

    private const int Attempts = 6;

    private static async Task TryEverythingAsync(ControlPlane plane)
    {
        (await plane.PostAsync("/v1/chat/completions", """{"model":"made-up","messages":[]}""")).Dispose();
        (await plane.PostAsync("/v2/tasks", """{"model":"made-up-too","prompt":"x"}""")).Dispose();
        (await plane.PostAsync("/v2/nodes/register", """{"node_id":"made-up"}""")).Dispose();
        (await plane.PostAsync("/v2/nodes/made-up/heartbeat", """{"timestamp":"x"}""")).Dispose();
        (await plane.Http.DeleteAsync(
            new Uri("/v2/nodes/made-up", UriKind.Relative), TestContext.Current.CancellationToken)).Dispose();
        await plane.GetAsync("/v2/pools/made-up/health");
    }

    private static string[] Series(MetricsScrape scrape) =>
    [
        .. scrape.Samples
            .Select(sample =>
                sample.Name + string.Join(',', sample.Labels.Select(label => $"{label.Key}={label.Value}")))
            .Order(StringComparer.Ordinal),
    ];
}
