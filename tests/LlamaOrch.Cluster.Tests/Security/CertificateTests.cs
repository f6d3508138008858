using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.TestKit.Certificates;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Scraping;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Security;

/// <summary>A fleet whose daemons speak through proxies that end TLS, with real certificates.</summary>
[Trait("lane", "cluster")]
public sealed class CertificateTests : IAsyncLifetime
{
    private readonly TestAuthority authority = new();
    private readonly DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds());
    private FakeEngine engine = null!;
    private TestFleet fleet = null!;

    public async ValueTask InitializeAsync()
    {
        engine = await FakeEngine.StartAsync();
        fleet = await TestFleet.StartAsync(authority.Environment);
    }

    public async ValueTask DisposeAsync()
    {
        await fleet.DisposeAsync();
        await engine.DisposeAsync();
        authority.Dispose();
    }

    [Fact]
    public async Task Certificates_that_are_about_to_end_are_told_on_both_sides_the_earliest_of_several()
    {
        Assert.Equal(0, await EndAsync(fleet.Url, "nodes"));
        await using var beforeControl = new TlsRelay(authority.Issue(now.AddHours(2))) { Target = fleet.Url };
        await using var beforeA = new TlsRelay(authority.Issue(now.AddDays(300)));
        await using var beforeB = new TlsRelay(authority.Issue(now.AddDays(3)));

        HostProcess nodeA = await StartNodeAsync("node-a", beforeControl.Url, beforeA);
        await fleet.PoolsReadyAsync(1);
        Assert.Equal(
            now.AddHours(2).ToUnixTimeSeconds(), await EndAsync(await nodeA.ListeningUrlAsync(), "control_plane"));
        Assert.Equal(now.AddDays(300).ToUnixTimeSeconds(), await EndAsync(fleet.Url, "nodes"));

        HostProcess nodeB = await StartNodeAsync("node-b", beforeControl.Url, beforeB);
        await fleet.PoolsReadyAsync(2);
        Assert.Equal(now.AddDays(3).ToUnixTimeSeconds(), await EndAsync(fleet.Url, "nodes"));

        nodeB.Terminate();
        Assert.Equal(0, await nodeB.ExitCodeAsync());
        Assert.Equal(now.AddDays(300).ToUnixTimeSeconds(), await EndAsync(fleet.Url, "nodes"));
    }

    [Fact]
    public async Task A_node_behind_a_certificate_that_has_ended_gets_no_work_and_its_end_is_told_until_it_is_renewed()
    {
        DateTimeOffset ended = now.AddHours(-1);
        await using var beforeNode = new TlsRelay(authority.Issue(ended));
        await StartNodeAsync("node-a", fleet.Url, beforeNode);

        await EndIsAsync(fleet.Url, "nodes", ended);
        Assert.Equal(1, (await fleet.ScrapeAsync()).Sum("orchd_nodes_online"));
        Assert.Equal(0, (await fleet.ScrapeAsync()).Sum("orchd_pools_available", ("pool_id", "pool-node-a")));

        beforeNode.Certificate = authority.Issue(now.AddDays(90));
        await Eventually.HoldsAsync("the pool takes work", async () =>
            (await fleet.ScrapeAsync()).Sum("orchd_pools_available", ("pool_id", "pool-node-a")) == 1);
        Assert.Equal(now.AddDays(90).ToUnixTimeSeconds(), await EndAsync(fleet.Url, "nodes"));
    }

    [Fact]
    public async Task A_node_does_not_join_over_a_certificate_that_has_ended_and_tells_its_end()
    {
        DateTimeOffset ended = now.AddHours(-1);
        await using var beforeControl = new TlsRelay(authority.Issue(ended)) { Target = fleet.Url };
        await using var beforeNode = new TlsRelay(authority.Issue(now.AddDays(300)));
        HostProcess node = await StartNodeAsync("node-a", beforeControl.Url, beforeNode);

        await EndIsAsync(await node.ListeningUrlAsync(), "control_plane", ended);
        await Eventually.HoldsAsync("a registration has failed", async () => (await MetricsScrape.FromAsync(
            await node.ListeningUrlAsync())).Sum("pool_registration_attempts_total", ("outcome", "error")) > 0);
        Assert.Empty(await fleet.Client.ListNodesAsync());

        beforeControl.Certificate = authority.Issue(now.AddDays(90));
        await fleet.PoolsReadyAsync(1);
        Assert.Equal(
            now.AddDays(90).ToUnixTimeSeconds(), await EndAsync(await node.ListeningUrlAsync(), "control_plane"));
    }

    private async Task<HostProcess> StartNodeAsync(string nodeId, Uri controlPlane, TlsRelay before)
    {
        HostProcess node = fleet.StartNodeWith(
            nodeId,
            [$"--orchestrator_url={controlPlane}", $"--advertise_url={before.Url}"],
            TestPool.Attached($"pool-{nodeId}", engine.Url));
        before.Target = await node.ListeningUrlAsync();
        return node;
    }

    private static async Task<double> EndAsync(Uri daemon, string peer) => (await MetricsScrape.FromAsync(daemon))
        .Sum("tls_certificate_not_after_timestamp_seconds", ("peer", peer));

    private static Task EndIsAsync(Uri daemon, string peer, DateTimeOffset end) => Eventually.HoldsAsync(
        $"the certificate of {peer} ends {end}", async () => await EndAsync(daemon, peer) == end.ToUnixTimeSeconds());
}
