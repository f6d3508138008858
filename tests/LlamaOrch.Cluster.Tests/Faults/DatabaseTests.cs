using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.TestKit.Databases;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Processes;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Faults;

[Trait("lane", "cluster")]
public sealed class DatabaseTests
{
    [Fact]
    public async Task Second_control_plane_on_one_data_directory_refuses_to_start()
    {
        using var data = new TemporaryDirectory();
        await using HostProcess first = Start("--data_dir", data.Path);
        await first.ListeningUrlAsync();

        await using HostProcess second = Start("--data_dir", data.Path);

        Assert.Equal((int)ExitCode.DataDirectoryInUse, await second.ExitCodeAsync());
        Assert.Contains(data.Path, second.Errors, StringComparison.Ordinal);
        Assert.False(first.HasExited);
    }

    [Fact]
    public async Task Damaged_database_is_one_sentence_and_an_exit_code()
    {
        using var data = new TemporaryDirectory();
        File.WriteAllText(data.File("orchestratord.db"), new string('x', 5000));

        await using HostProcess daemon = Start("--data_dir", data.Path);

        Assert.Equal((int)ExitCode.StorageUnusable, await daemon.ExitCodeAsync());
        Assert.Single(daemon.Errors.Split('\n'));
        Assert.Contains("orchestratord.db can't be used", daemon.Errors, StringComparison.Ordinal);
        Assert.Equal(string.Empty, daemon.Output);
    }

    [Fact]
    public async Task Killed_control_plane_finds_its_tasks_again_in_PostgreSQL()
    {
        await using PostgresServer server = await PostgresServer.StartAsync();
        await using FakeEngine engine = await FakeEngine.StartAsync();
        await using TestFleet fleet = await TestFleet.StartAsync(
            settings: ["--storage=postgres", $"--postgres_url={await server.CreateDatabaseAsync()}"]);
        fleet.StartNode("node-a", TestPool.Attached("pool-a", engine.Url));
        await fleet.PoolsReadyAsync(1);
        TaskView ended = await fleet.SubmitAsync("fake-model");
        string last = (await fleet.AllEventsAsync(ended.TaskId))[^1].Data;
        engine.Behavior = new FakeEngineBehavior { Fault = EngineFault.Hang };
        TaskView open = await fleet.SubmitAsync("fake-model");

        engine.Behavior = new FakeEngineBehavior();
        await fleet.RestartControlPlaneAfterKillAsync();

        Assert.Equal(last, (await fleet.AllEventsAsync(ended.TaskId))[^1].Data);
        Assert.Equal("end", (await fleet.AllEventsAsync(open.TaskId))[^1].Type);
    }

    private static HostProcess Start(params string[] arguments) =>
        HostProcess.Start("orchestratord", ["--addr=127.0.0.1:0", .. arguments]);
}
