using System.Diagnostics;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.PoolManager.Tests.Fixtures;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Waiting;

namespace LlamaOrch.PoolManager.Tests.Supervision;

/// <summary>
/// Engine processes that are scripts: they say where a fake engine listens, and live or die as told.
/// </summary>
[Trait("lane", "integration")]
public sealed class SupervisionTests : IAsyncLifetime
{
    private readonly TemporaryDirectory folder = new();
    private FakeEngine engine = null!;
    private string model = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Pids => folder.File("pids");

    public async ValueTask InitializeAsync()
    {
        engine = await FakeEngine.StartAsync();
        model = folder.File("my-model.gguf");
        await File.WriteAllTextAsync(model, "GGUF and more");
    }

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task An_engine_that_listens_and_is_healthy_makes_the_pool_ready()
    {
        await using Node node = await StartAsync(Living("echo \"$@\" > \"$ARGS\""));
        await node.UntilReadyAsync("p");

        PoolReport report = await node.StatusAsync("p");
        Assert.Equal((new ModelId("my-model"), "llamacpp", 4), (report.ModelId, report.Engine, report.SlotsTotal));
        Assert.True(File.Exists(node.HandoffFile("p")));
        Assert.Equal(
            $"--model {model} --host 127.0.0.1 --port 0 --slots 4 --ctx-size 0 --threads 0 --alias my-model "
            + "--log-format json --exit-with-stdin",
            (await File.ReadAllTextAsync(folder.File("args"), Cancel)).Trim());
    }

    [Fact]
    public async Task A_killed_engine_is_started_again_and_counted()
    {
        await using Node node = await StartAsync(Living());
        await node.UntilReadyAsync("p");
        await KillLastAsync();

        await Eventually.HoldsAsync("a second process runs", () => Started() == 2);
        await node.UntilReadyAsync("p");
        Assert.Equal(1, await node.MetricAsync("""pool_restarts_total{pool_id="p",device="cpu"}"""));
    }

    [Fact]
    public async Task An_engine_that_falls_over_too_often_fails_the_pool_until_preload()
    {
        await using Node node = await StartAsync(
            Write($"echo $$ >> '{Pids}'; echo 'segmentation fault' >&2; exit 139"), "--restarts_max", "2");
        await node.UntilAsync("p", PoolState.Failed);

        Assert.Equal(3, Started());
        Assert.Equal(
            "The engine fell over 3 times; its last words: segmentation fault",
            (await node.StatusAsync("p")).LastError);

        using HttpResponseMessage answer = await node.Http.PostAsync("/v2/pools/p/preload", null, Cancel);
        await Eventually.HoldsAsync("it is tried again", () => Started() > 3);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task An_engine_whose_start_is_hopeless_fails_the_pool_at_once_with_its_sentence(int code)
    {
        await using Node node = await StartAsync(Write(
            $"echo $$ >> '{Pids}'; echo 'loading' >&2; echo 'That can not be loaded.' >&2; exit {code}"));
        await node.UntilAsync("p", PoolState.Failed);

        Assert.Equal("That can not be loaded.", (await node.StatusAsync("p")).LastError);
        Assert.Equal(1, Started());
    }

    [Fact]
    public async Task A_model_file_that_is_no_gguf_fails_the_pool_without_a_process()
    {
        await File.WriteAllTextAsync(model, "no model", Cancel);
        await using Node node = await StartAsync(Living());
        await node.UntilAsync("p", PoolState.Failed);

        Assert.Contains("no GGUF", (await node.StatusAsync("p")).LastError, StringComparison.Ordinal);
        Assert.Equal(0, Started());
    }

    [Fact]
    public async Task A_program_that_is_missing_fails_the_pool()
    {
        await using Node node = await StartAsync(folder.File("missing"));
        await node.UntilAsync("p", PoolState.Failed);

        Assert.Contains("can't be started", (await node.StatusAsync("p")).LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_hangs_is_started_again()
    {
        await using Node node = await StartAsync(
            Living(), "--hang_restart_ms", "300", "--health_timeout_ms", "50", "--health_failures_max", "2");
        await node.UntilReadyAsync("p");
        engine.Behavior = new FakeEngineBehavior { HealthHangs = true };
        await Eventually.HoldsAsync("a second process runs", () => Started() >= 2);
        engine.Behavior = new FakeEngineBehavior();

        await node.UntilReadyAsync("p");
    }

    [Fact]
    public async Task Reload_starts_another_process_and_is_no_crash()
    {
        await using Node node = await StartAsync(Living());
        await node.UntilReadyAsync("p");
        using HttpResponseMessage answer = await node.Http.PostAsync("/v2/pools/p/reload", null, Cancel);

        await Eventually.HoldsAsync("a second process runs", () => Started() == 2);
        await node.UntilReadyAsync("p");
        Assert.Equal(0, await node.MetricAsync("""pool_restarts_total{pool_id="p",device="cpu"}"""));
    }

    [Fact]
    public async Task A_node_that_stops_leaves_no_process_and_no_handoff_file()
    {
        await using Node node = await StartAsync(Living());
        await node.UntilReadyAsync("p");
        await node.StopAsync();

        Assert.False(IsRunning(LastPid()));
        Assert.False(File.Exists(node.HandoffFile("p")));
    }

    [Fact]
    public async Task A_handoff_file_of_an_earlier_life_is_not_believed()
    {
        using var data = new TemporaryDirectory();
        Directory.CreateDirectory(data.File("handoff"));
        await File.WriteAllTextAsync(
            Path.Combine(data.File("handoff"), "p.json"),
            $$"""{"pool_id":"p","engine":"llamacpp","url":"{{engine.Url}}"}""",
            Cancel);
        string waiting = Write($"echo $$ >> '{Pids}'; cat > /dev/null");
        await using Node node = await StartAsync(waiting, "--data_dir", data.Path);
        await Eventually.HoldsAsync("the process runs", () => Started() == 1);
        await node.UntilAsync("p", PoolState.Initializing);

        Assert.False(File.Exists(Path.Combine(data.File("handoff"), "p.json")));
    }

    /// <summary>An engine that listens until its stdin ends.</summary>
    private string Living(string first = ":") => Write(
        $$"""
        ARGS='{{folder.File("args")}}'
        {{first}}
        echo $$ >> '{{Pids}}'
        echo '{"event":"listening","url":"{{engine.Url}}"}'
        cat > /dev/null
        """);

    private string Write(string body) => Scripts.Write(folder, "engine", body);

    private Task<Node> StartAsync(string command, params string[] settings) => Node.StartAsync(
    [
        "--engine_command", $"'{command}'", "--pools:0:pool_id", "p", "--pools:0:model_path", model, .. settings,
    ]);

    private int Started() => File.Exists(Pids) ? File.ReadAllLines(Pids).Length : 0;

    private int LastPid() => int.Parse(File.ReadAllLines(Pids)[^1]);

    private async Task KillLastAsync()
    {
        using Process process = Process.GetProcessById(LastPid());
        process.Kill();
        await process.WaitForExitAsync(Cancel);
    }

    private static bool IsRunning(int pid)
    {
        try
        {
            using Process process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
