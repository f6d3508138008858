using LlamaOrch.Client;
using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.TestKit.Databases;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Faults;

/// <summary>A control plane whose database is not its own any more writes nothing to it, and says so.</summary>
[Trait("lane", "cluster")]
public sealed class StorageOwnershipTests
{
    private const string Model = "fake-model";

    [Fact]
    public async Task Control_plane_that_lost_its_database_stops_with_an_exit_code_and_a_sentence()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        string[] settings = ["--storage=postgres", $"--postgres_url={await server.CreateDatabaseAsync()}"];
        await using TestFleet fleet = await TestFleet.StartAsync(settings: settings);

        fleet.ControlPlane.Pause();
        await server.CrashAsync();
        await server.StartServerAsync();
        await using HostProcess successor = HostProcess.Start(
            "orchestratord", ["--addr=127.0.0.1:0", $"--data_dir={fleet.DataOf("successor")}", .. settings]);
        await successor.ListeningUrlAsync();
        fleet.ControlPlane.Resume();

        Assert.Equal((int)ExitCode.StorageLost, await fleet.ControlPlane.ExitCodeAsync());
        Assert.Equal(
            "Another orchestratord has taken the database since this one opened it: this one must stop.",
            fleet.ControlPlane.Errors.Trim());
        Assert.Contains("storage_lost", fleet.ControlPlane.Output, StringComparison.Ordinal);
        Assert.False(successor.HasExited);
    }

    [Fact]
    public async Task Data_directory_that_is_removed_is_noticed_refuses_tasks_and_serves_requests()
    {
        await using FakeEngine engine = await FakeEngine.StartAsync();
        await using TestFleet fleet = await TestFleet.StartAsync();
        fleet.StartNode("node-a", TestPool.Attached("pool-a", engine.Url));
        await fleet.PoolsReadyAsync(1);
        Assert.Equal(200, await ReadyAsync(fleet));

        Directory.Delete(fleet.ControlPlaneData, recursive: true);

        OrchestratorException refused = await Assert.ThrowsAsync<OrchestratorException>(() => fleet.SubmitAsync(Model));
        Assert.Equal("STORAGE_UNAVAILABLE", refused.Error.Code);
        await Eventually.HoldsAsync("storage_available is 0", async () =>
            (await fleet.ScrapeAsync()).Sum("storage_available") == 0);
        Assert.Equal(503, await ReadyAsync(fleet));
        using HttpResponseMessage chat = await fleet.ChatAsync(Model);
        Assert.Equal(200, (int)chat.StatusCode);
    }

    private static async Task<int> ReadyAsync(TestFleet fleet)
    {
        using HttpResponseMessage ready = await fleet.Http.GetAsync(
            new Uri("/ready", UriKind.Relative), TestContext.Current.CancellationToken);
        return (int)ready.StatusCode;
    }
}
