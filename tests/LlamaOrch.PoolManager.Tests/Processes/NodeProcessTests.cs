using System.Diagnostics;
using LlamaOrch.PoolManager.Tests.Fixtures;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Waiting;

namespace LlamaOrch.PoolManager.Tests.Processes;

/// <summary>The program itself, as a process with an engine of its own.</summary>
[Trait("lane", "integration")]
public sealed class NodeProcessTests(RandomModel model) : IClassFixture<RandomModel>, IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Stopped_it_ends_with_0_and_leaves_no_engine(bool byInterrupt)
    {
        await using HostProcess node = Start();
        int engine = await ReadyAsync(node);
        if (byInterrupt)
            node.Interrupt();
        else
            node.Terminate();

        Assert.Equal(0, await node.ExitCodeAsync());
        Assert.False(HostProcess.IsRunning(engine));
        Assert.Empty(Directory.GetFiles(folder.File("handoff")));
    }

    [Fact]
    public async Task Killed_it_leaves_no_engine_and_its_next_life_serves_again()
    {
        await using (HostProcess first = Start())
        {
            int engine = await ReadyAsync(first);
            first.Kill();
            await first.ExitCodeAsync();
            await Eventually.HoldsAsync("the engine ends with it", () => !HostProcess.IsRunning(engine));
        }

        await using HostProcess second = Start();
        await ReadyAsync(second);
    }

    [Fact]
    public async Task A_killed_engine_is_replaced()
    {
        await using HostProcess node = Start();
        int first = await ReadyAsync(node);
        using (Process engine = Process.GetProcessById(first))
            engine.Kill();
        await Eventually.HoldsAsync("another engine runs", () => node.ChildIds() is [int child] && child != first);

        Assert.NotEqual(first, await ReadyAsync(node));
    }

    [Fact]
    public async Task Its_engine_does_not_inherit_the_token()
    {
        string seen = folder.File("seen");
        string script = Scripts.Write(folder, "engine", $"env > '{seen}.part'; mv '{seen}.part' '{seen}'; cat");
        await using HostProcess node = HostProcess.Start(
            "pool-managerd",
            [
                "--addr", "127.0.0.1:0", "--data_dir", folder.Path, "--engine_command", script,
                "--pools:0:pool_id", "p", "--pools:0:model_path", model.Path,
            ],
            new Dictionary<string, string?> { ["LLORCH_API_TOKEN"] = "secret" });
        await Eventually.HoldsAsync("its engine runs", () => File.Exists(seen));
        string environment = await File.ReadAllTextAsync(seen, TestContext.Current.CancellationToken);

        Assert.Contains("PATH=", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", environment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_tells_how_to_use_it()
    {
        await using HostProcess node = HostProcess.Start("pool-managerd", ["--help"]);

        Assert.Equal(0, await node.ExitCodeAsync());
        Assert.Contains("Examples", node.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_are_not_valid_end_it_with_3_and_one_line_each()
    {
        await using HostProcess node = HostProcess.Start(
            "pool-managerd", ["--addr", "nowhere", "--restarts_max", "-1"]);

        Assert.Equal(3, await node.ExitCodeAsync());
        Assert.StartsWith("addr: 'nowhere'", node.Errors, StringComparison.Ordinal);
        Assert.Contains("\nrestarts_max: -1", node.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_address_without_a_token_ends_it_with_19()
    {
        await using HostProcess node = HostProcess.Start(
            "pool-managerd",
            ["--addr", "0.0.0.0:0", "--data_dir", folder.Path],
            new Dictionary<string, string?> { ["LLORCH_API_TOKEN"] = null });

        Assert.Equal(19, await node.ExitCodeAsync());
    }

    private HostProcess Start() => HostProcess.Start(
        "pool-managerd",
        [
            "--addr", "127.0.0.1:0", "--data_dir", folder.Path,
            "--pools:0:pool_id", "p", "--pools:0:model_path", model.Path,
        ],
        new Dictionary<string, string?> { ["LLORCH_API_TOKEN"] = null });

    /// <summary>Waits until its pool is ready; returns the engine's process id.</summary>
    private static async Task<int> ReadyAsync(HostProcess node)
    {
        using var http = new HttpClient { BaseAddress = await node.ListeningUrlAsync() };
        await Eventually.HoldsAsync("its pool is ready", async () =>
        {
            using HttpResponseMessage ready = await http.GetAsync("/ready", TestContext.Current.CancellationToken);
            return ready.IsSuccessStatusCode;
        });
        return Assert.Single(node.ChildIds());
    }
}
