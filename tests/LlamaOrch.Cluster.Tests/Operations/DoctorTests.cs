using System.Net.Http.Json;
using System.Text.Json;
using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Operations;

[Trait("lane", "cluster")]
public sealed class DoctorTests : IAsyncLifetime
{
    private const string Token = "the-token-of-this-fleet";

    private TestFleet fleet = null!;
    private FakeEngine engine = null!;
    private FakeEngine other = null!;
    private HostProcess nodeB = null!;

    public async ValueTask InitializeAsync()
    {
        fleet = await TestFleet.StartAsync(Token);
        engine = await FakeEngine.StartAsync();
        other = await FakeEngine.StartAsync(new FakeEngineBehavior { ModelId = "other-model" });
        fleet.StartNode("node-a", TestPool.Attached("pool-a", engine.Url));
        nodeB = fleet.StartNode("node-b", TestPool.Attached("pool-b", engine.Url));
        await fleet.PoolsReadyAsync(2);
        await Eventually.HoldsAsync("nodes to tell of their disks", async () =>
            (await fleet.Client.ListNodesAsync()).All(node => node.Disks is { Count: > 0 }));
    }

    public async ValueTask DisposeAsync()
    {
        await fleet.DisposeAsync();
        await engine.DisposeAsync();
        await other.DisposeAsync();
    }

    [Fact]
    public async Task A_fleet_in_which_all_is_well_has_no_error_and_says_what_was_looked_at()
    {
        CommandRun json = await CommandRun.OfAsync(fleet, "doctor", "--watch", "0", "--json");
        CommandRun text = await CommandRun.OfAsync(fleet, "doctor", "--watch", "0");

        Assert.Equal([], FindingsOf(json, "error"));
        Assert.NotEqual("error", json.Json.GetProperty("severity").GetString());
        Assert.InRange(json.ExitCode, 0, 1);
        Assert.Equal(json.ExitCode, text.ExitCode);
        string[] well = [.. FindingsOf(json, "ok").Select(finding => finding.Id)];
        foreach (string id in (string[])["token-accepted", "version-skew", "node-reachable", "pool-reachable",
            "model-on-one-node", "alert-blind"])
            Assert.Contains(id, well);
        Assert.Contains("Nodes, with heartbeats of all of them: 2.", text.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Token, text.Output + text.Errors + json.Output + json.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_node_and_a_model_on_one_node_are_found_with_what_to_do()
    {
        fleet.StartNode("node-c", TestPool.Attached("pool-c", other.Url));
        await fleet.PoolsReadyAsync(3);
        nodeB.Kill();
        await fleet.NodeIsAsync("node-b", NodeState.Offline);

        CommandRun run = await CommandRun.OfAsync(fleet, "doctor", "--watch", "0", "--json");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(("node-offline", "node-b"), FindingsOf(run, "error"));
        Assert.Contains(("model-on-one-node", "fake-model"), FindingsOf(run, "warning"));
        Assert.Contains(("model-on-one-node", "other-model"), FindingsOf(run, "warning"));
        JsonElement offline = run.Json.GetProperty("findings").EnumerateArray()
            .Single(finding => finding.GetProperty("id").GetString() == "node-offline");
        Assert.Contains(
            "see whether the machine is up", offline.GetProperty("do").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_that_share_a_trouble_are_told_as_one_to_people_and_each_to_programs()
    {
        const int gone = 12;
        for (int number = 0; number < gone; number++)
        {
            using HttpResponseMessage taken = await fleet.Http.PostAsJsonAsync(
                new Uri("/v2/nodes/register", UriKind.Relative),
                new
                {
                    node_id = $"gone-{number:00}",
                    machine_id = "machine",
                    address = $"http://127.0.0.1:{number + 1}",
                    version = "0",
                    capabilities = new { gpus = Array.Empty<object>(), cpu_cores = 1, ram_total_bytes = 1 },
                    pools = Array.Empty<object>(),
                });
            taken.EnsureSuccessStatusCode();
        }

        await Eventually.HoldsAsync("nodes that never report to be offline", async () =>
            (await fleet.Client.ListNodesAsync()).Count(node => node.State == NodeState.Offline) == gone);

        CommandRun text = await CommandRun.OfAsync(fleet, "doctor", "--watch", "0");
        CommandRun json = await CommandRun.OfAsync(fleet, "doctor", "--watch", "0", "--json");

        Assert.Contains("gone-00 is offline", text.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("gone-01 is offline", text.Output, StringComparison.Ordinal);
        Assert.Contains("11 like it: gone-01, gone-02", text.Output, StringComparison.Ordinal);
        Assert.Contains("and 3 more", text.Output, StringComparison.Ordinal);
        Assert.Equal(gone, FindingsOf(json, "error").Count(finding => finding.Id == "node-offline"));
    }

    [Fact]
    public async Task A_node_with_a_wrong_token_is_found_although_no_list_has_it()
    {
        await using HostProcess stranger = HostProcess.Start(
            "pool-managerd",
            [
                "--addr=127.0.0.1:0", "--node_id=node-d", $"--orchestrator_url={fleet.Url}",
                $"--data_dir={fleet.DataOf("node-d")}",
            ],
            new Dictionary<string, string?> { ["LLORCH_API_TOKEN"] = "another-token" });
        await stranger.ListeningUrlAsync();

        CommandRun run = await CommandRun.OfAsync(fleet, "doctor", "--watch", "12", "--json");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(("node-token-refused", null), FindingsOf(run, "error"));
    }

    [Fact]
    public async Task An_engine_that_is_gone_is_found_by_its_pool()
    {
        await engine.DisposeAsync();
        await fleet.PoolsReadyAsync(0);

        CommandRun run = await CommandRun.OfAsync(fleet, "doctor", "--watch", "0", "--json");

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(("pool-offline", "pool-a"), FindingsOf(run, "error"));
    }

    [Fact]
    public async Task What_keeps_it_from_looking_is_a_code_of_its_own_and_one_sentence_without_the_token()
    {
        CommandRun refused = await CommandRun.OfAsync(
            new Dictionary<string, string?> { ["LLORCH_API_TOKEN"] = "another-token" },
            "doctor", "--url", fleet.Url.ToString());
        CommandRun nobody = await CommandRun.OfAsync(fleet.Environment, "doctor", "--url", "http://127.0.0.1:1");
        CommandRun usage = await CommandRun.OfAsync(fleet, "doctor", "--watch", "61");

        Assert.Equal((3, 3, 3), (refused.ExitCode, nobody.ExitCode, usage.ExitCode));
        Assert.Contains("LLORCH_API_TOKEN is not the fleet's", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("No orchestratord answers", nobody.Errors, StringComparison.Ordinal);
        Assert.Contains("--watch", usage.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("another-token", refused.Errors, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Id, string? Subject)> FindingsOf(CommandRun run, string severity) =>
        from finding in run.Json.GetProperty("findings").EnumerateArray()
        where finding.GetProperty("severity").GetString() == severity
        select (
            finding.GetProperty("id").GetString()!,
            finding.TryGetProperty("subject", out JsonElement subject) ? subject.GetString() : null);
}
