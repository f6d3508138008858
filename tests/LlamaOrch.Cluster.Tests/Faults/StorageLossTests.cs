using LlamaOrch.Client;
using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.TestKit.Databases;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Scraping;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Faults;

/// <summary>A database that is away is told, costs the fleet nothing but tasks, and is found again.</summary>
[Trait("lane", "cluster")]
public sealed class StorageLossTests : IAsyncLifetime
{
    private const string Model = "fake-model";
    private const long DiskBytes = 4 * 1024 * 1024;

    private FakeEngine engine = null!;

    public async ValueTask InitializeAsync() => engine = await FakeEngine.StartAsync();

    public ValueTask DisposeAsync() => engine.DisposeAsync();

    [Fact]
    public async Task Database_server_that_dies_is_seen_before_a_client_is_turned_away_and_found_again()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        await using TestFleet fleet = await TestFleet.StartAsync(
            settings: ["--storage=postgres", $"--postgres_url={await server.CreateDatabaseAsync()}"]);
        await JoinAsync(fleet);

        await server.CrashAsync();
        await StorageIsAsync(fleet, available: false);
        await Eventually.HoldsAsync("a read has failed", async () =>
            (await fleet.ScrapeAsync()).Sum("storage_errors_total", ("operation", "read")) > 0);
        Assert.Equal(0, (await fleet.ScrapeAsync()).Sum("storage_errors_total", ("operation", "write")));
        await OnlyTasksAreRefusedAsync(fleet);

        await server.StartServerAsync();
        await IsHealedAsync(fleet);
    }

    [Fact]
    public async Task Full_disk_is_told_before_it_refuses_a_task_and_is_found_to_have_room_again()
    {
        await using TestFleet fleet = await TestFleet.StartOnSmallDiskAsync(DiskBytes);
        await JoinAsync(fleet);
        string filler = fleet.ControlPlane.PathInside(Path.Combine(fleet.ControlPlaneData, "filler"));

        Fill(filler);
        await StorageIsAsync(fleet, available: false);
        Assert.Equal(0, (await fleet.ScrapeAsync()).Sum("tasks_rejected_total"));
        await OnlyTasksAreRefusedAsync(fleet);
        Assert.Equal(0, (await fleet.ScrapeAsync()).Sum("storage_errors_total", ("operation", "read")));

        File.Delete(filler);
        await IsHealedAsync(fleet);
    }

    private async Task JoinAsync(TestFleet fleet)
    {
        fleet.StartNode("node-a", TestPool.Attached("pool-a", engine.Url));
        await fleet.PoolsReadyAsync(1);
        await CompleteAsync(fleet);
        MetricsScrape scrape = await fleet.ScrapeAsync();
        Assert.Equal(1, scrape.Sum("storage_available"));
        Assert.Equal(0, scrape.Sum("storage_errors_total"));
        foreach (string operation in (string[])["read", "write"])
            Assert.True(scrape.Sum("storage_operation_duration_ms_count", ("operation", operation)) > 0, operation);
    }

    private static async Task OnlyTasksAreRefusedAsync(TestFleet fleet)
    {
        OrchestratorException refused = await Assert.ThrowsAsync<OrchestratorException>(() => fleet.SubmitAsync(Model));
        Assert.Equal("STORAGE_UNAVAILABLE", refused.Error.Code);
        MetricsScrape scrape = await fleet.ScrapeAsync();
        Assert.Equal(1, scrape.Sum("storage_errors_total", ("operation", "write")));
        Assert.Equal(1, scrape.Sum("tasks_rejected_total", ("reason", "STORAGE_UNAVAILABLE")));

        await LoggedAsync(fleet, "could not be kept for a restart", times: 1);
        using HttpResponseMessage chat = await fleet.ChatAsync(Model);
        Assert.Equal(200, (int)chat.StatusCode);
        Assert.Equal(1, (await fleet.ScrapeAsync()).Sum("orchd_nodes_online"));
    }

    private static async Task IsHealedAsync(TestFleet fleet)
    {
        await StorageIsAsync(fleet, available: true);
        double written = Writes(await fleet.ScrapeAsync());
        await CompleteAsync(fleet);

        Assert.True(Writes(await fleet.ScrapeAsync()) > written);
        await LoggedAsync(fleet, "is kept for a restart again", times: 1);
        await LoggedAsync(fleet, "could not be kept for a restart", times: 1);
    }

    private static async Task CompleteAsync(TestFleet fleet)
    {
        TaskView task = await fleet.SubmitAsync(Model);
        Assert.Equal("end", (await fleet.AllEventsAsync(task.TaskId))[^1].Type);
    }

    private static Task StorageIsAsync(TestFleet fleet, bool available) => Eventually.HoldsAsync(
        $"storage_available is {available}",
        async () => (await fleet.ScrapeAsync()).Sum("storage_available") == (available ? 1 : 0));

    private static Task LoggedAsync(TestFleet fleet, string sentence, int times) => Eventually.HoldsAsync(
        $"'{sentence}' is logged {times} times",
        () => fleet.ControlPlane.Output.Split('\n')
            .Count(line => line.Contains(sentence, StringComparison.Ordinal)) == times);

    private static double Writes(MetricsScrape scrape) =>
        scrape.Sum("storage_operation_duration_ms_count", ("operation", "write"));

    private static void Fill(string filler)
    {
        using FileStream file = File.Create(filler);
        byte[] page = new byte[4096];
        try
        {
            for (long written = 0; written < DiskBytes; written += page.Length)
            {
                file.Write(page);
                file.Flush();
            }
        }
        catch (IOException)
        {
            return;
        }

        throw new InvalidOperationException($"{filler} lies on no small disk");
    }
}
