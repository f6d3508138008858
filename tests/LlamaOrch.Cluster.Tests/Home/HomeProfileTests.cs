using System.Net.Sockets;
using LlamaOrch.Client;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Home;

[Trait("lane", "cluster")]
public sealed class HomeProfileTests
{
    [Fact]
    public async Task Once_prints_the_answer_alone_on_stdout_and_leaves_nothing()
    {
        await using HomeRun home = HomeRun.Start("--once", "--prompt", "Tell me a story about a cat.");
        var children = new HashSet<int>();
        await Eventually.HoldsAsync("the home to end", () =>
        {
            children.UnionWith(home.Process.ChildIds());
            return home.Process.HasExited;
        });

        Assert.Equal(0, await home.Process.ExitCodeAsync());
        Assert.NotEmpty(home.Process.Output.Trim());
        Assert.DoesNotContain("http://", home.Process.Output, StringComparison.Ordinal);
        Assert.NotEmpty(children);
        Assert.DoesNotContain(children, HostProcess.IsRunning);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ctrl_C_and_SIGTERM_stop_every_process_and_free_the_port(bool byCtrlC)
    {
        await using HomeRun home = HomeRun.Start("--nodes", "2");
        await home.GreetedAsync();
        IReadOnlyList<int> engines = home.Process.ChildIds();
        int port = home.Url!.Port;

        if (byCtrlC)
            home.Process.Interrupt();
        else
            home.Process.Terminate();

        Assert.Equal(0, await home.Process.ExitCodeAsync());
        Assert.Equal(2, engines.Count);
        Assert.DoesNotContain(engines, HostProcess.IsRunning);
        using var client = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => client.ConnectAsync("127.0.0.1", port));
    }

    [Fact]
    public async Task Home_with_several_nodes_is_a_fleet_that_other_commands_drive()
    {
        await using HomeRun home = HomeRun.Start("--nodes", "2", "--slots", "2");
        await home.GreetedAsync();
        string url = home.Url!.ToString();
        using var client = new OrchestratorClient(home.Url);

        Assert.Equal(2, (await client.ListNodesAsync()).Count);
        Assert.Contains("node-2", await OutputAsync("nodes", "--url", url), StringComparison.Ordinal);
        Assert.Contains("2/2", await OutputAsync("pools", "--url", url), StringComparison.Ordinal);
        string pools = await OutputAsync("pools", "--json", "--url", url);
        Assert.Contains("\"model_id\": \"llorch-tiny\"", pools, StringComparison.Ordinal);
        Assert.Contains("llorch-tiny", await OutputAsync("models", "--url", url), StringComparison.Ordinal);
        Assert.NotEmpty((await OutputAsync("chat", "Tell me a story about a fox.", "--url", url)).Trim());
        Assert.Contains("completed", await OutputAsync("tasks", "--url", url), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attached_home_sends_the_prompt_to_the_server_that_runs_already()
    {
        await using FakeEngine engine = await FakeEngine.StartAsync();
        await using HomeRun home = HomeRun.Start("--once", "--engine-url", engine.Url.ToString());

        Assert.Equal(0, await home.Process.ExitCodeAsync());
        Assert.Equal("One two three four five six.", home.Process.Output.Trim());
        Assert.Single(engine.Requests);
        Assert.Empty(home.Process.ChildIds());
    }

    private static async Task<string> OutputAsync(params string[] arguments)
    {
        await using HostProcess command = HostProcess.Start("llama-orch", arguments);
        int code = await command.ExitCodeAsync();
        Assert.True(code == 0, $"{string.Join(' ', arguments)} ended with {code}: {command.Errors}");
        return command.Output;
    }
}
