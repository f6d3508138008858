using System.Text.RegularExpressions;
using LlamaOrch.Client.Tables;
using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Operations;

/// <summary>Every table can be read in windows of any width, and is whole where there is no window.</summary>
[Trait("lane", "cluster")]
public sealed partial class NarrowWindowTests : IAsyncLifetime
{
    private static readonly int[] Widths = [120, 100, 80, 60, 40];

    private TestFleet fleet = null!;
    private FakeEngine engine = null!;
    private string task = null!;

    public async ValueTask InitializeAsync()
    {
        fleet = await TestFleet.StartAsync();
        engine = await FakeEngine.StartAsync();
        fleet.StartNode("node-with-a-name", TestPool.Attached("pool-a", engine.Url));
        fleet.StartNode("node-b", TestPool.Attached("pool-without-an-engine", new Uri("http://127.0.0.1:1")));
        await fleet.PoolsReadyAsync(1);
        TaskView sent = await fleet.Client.SubmitAsync(
            new TaskRequest { Model = new ModelId("fake-model"), Prompt = "hello" });
        task = sent.TaskId.Value;
        await Eventually.HoldsAsync(
            "the task to end", async () => (await fleet.Client.GetTaskAsync(sent.TaskId)).TokensOut > 0);
        await Eventually.HoldsAsync("both nodes", async () => (await fleet.Client.ListPoolsAsync()).Count == 2);
    }

    public async ValueTask DisposeAsync()
    {
        await fleet.DisposeAsync();
        await engine.DisposeAsync();
    }

    [Theory]
    [InlineData("tasks", "TASK", "STATE")]
    [InlineData("pools", "POOL", "STATE")]
    [InlineData("nodes", "NODE", "STATE")]
    [InlineData("models", "MODEL", "STATE")]
    [InlineData("top --once", "POOL", "STATE")]
    public async Task Lines_fit_the_window_and_the_columns_that_matter_stay(string command, params string[] headings)
    {
        foreach (int width in Widths)
        {
            string[] lines = await ShownAsync(command, width);

            Assert.All(lines, line => Assert.True(
                CellText.Width(line) <= width, $"{command} at {width}: '{line}' is wider"));
            string head = Assert.Single(lines, line => line.StartsWith(headings[0] + " ", StringComparison.Ordinal));
            Assert.All(headings, heading => Assert.Contains(heading, head, StringComparison.Ordinal));
            Assert.DoesNotContain(lines, line => OnlyEllipses().IsMatch(line));
        }
    }

    [Fact]
    public async Task An_id_is_whole_at_80_columns_and_begins_every_row_at_40()
    {
        Assert.Contains(await ShownAsync("tasks", 80), line => line.StartsWith(task, StringComparison.Ordinal));
        Assert.Contains(await ShownAsync("tasks", 40), line => line.StartsWith(task[..24], StringComparison.Ordinal));
        Assert.Contains(await ShownAsync("pools", 60), line => line.StartsWith("pool-a ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_pipe_gets_whole_lines_with_nodes_and_no_free_slot_of_a_pool_that_is_down()
    {
        CommandRun pools = await CommandRun.OfAsync(fleet, "pools");
        CommandRun tasks = await CommandRun.OfAsync(fleet, "tasks");
        CommandRun json = await CommandRun.OfAsync(fleet, "pools", "--json");

        Assert.DoesNotContain('…', pools.Output + tasks.Output);
        Assert.Contains("node-with-a-name", pools.Output, StringComparison.Ordinal);
        Assert.Contains("node-with-a-name", tasks.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["node-b", "node-with-a-name"],
            json.Json.EnumerateArray().Select(pool => pool.GetProperty("node_id").GetString()).Order());
        Assert.Equal(0, json.Json.EnumerateArray()
            .Single(pool => pool.GetProperty("pool_id").GetString() == "pool-without-an-engine")
            .GetProperty("slots_free").GetInt32());
    }

    private async Task<string[]> ShownAsync(string command, int width)
    {
        await using var terminal = PseudoTerminal.Start(width, 50, $"{command} --url {fleet.Url}");
        Assert.Equal(0, await terminal.ExitCodeAsync());
        return [.. Escapes().Replace(terminal.Seen, string.Empty).Split('\n').Select(line => line.TrimEnd())];
    }

    [GeneratedRegex("\e(\\[[0-9;?]*[a-zA-Z]|[=>])")]
    private static partial Regex Escapes();

    [GeneratedRegex(@"^[… ]*…[… ]*$")]
    private static partial Regex OnlyEllipses();
}
