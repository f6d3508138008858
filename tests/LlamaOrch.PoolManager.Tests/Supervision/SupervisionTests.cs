using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.PoolManager.Models;
using LlamaOrch.PoolManager.Provisioning;
using LlamaOrch.PoolManager.Tests.Fixtures;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Waiting;
using Microsoft.Extensions.DependencyInjection;

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

    private static Sha256Digest DigestOf(string content) =>
        Sha256Digest.Of(SHA256.HashData(Encoding.UTF8.GetBytes(content)));

    public async ValueTask InitializeAsync()
    {
        engine = await FakeEngine.StartAsync();
        model = folder.File("my-model.gguf");
        await File.WriteAllTextAsync(model, StubGguf.Header + "and more");
    }

    public async ValueTask DisposeAsync()
    {
        await engine.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>Renamed over, of the same size and time: as a download or a package manager does.</summary>
    private async Task ReplaceAsync(string content)
    {
        string other = folder.File("other.gguf");
        await File.WriteAllTextAsync(other, content, Cancel);
        File.SetLastWriteTimeUtc(other, File.GetLastWriteTimeUtc(model));
        File.Move(other, model, overwrite: true);
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
    public async Task A_model_file_that_is_replaced_under_a_running_engine_keeps_the_digest_of_what_was_loaded()
    {
        await using Node node = await StartAsync(Living(), "--model_scan_interval_ms", "100");
        await node.UntilAsync("p", report => report is { Ready: true, Models: [{ Digest: not null }] });
        Sha256Digest loaded = (await node.StatusAsync("p")).Models[0].Digest!.Value;

        await ReplaceAsync(StubGguf.Header + "and less");
        await Eventually.HoldsAsync("the new file is seen", async () => (await node.Http.GetStringAsync("/v2/models"))
            .Contains(DigestOf(StubGguf.Header + "and less").Value, StringComparison.Ordinal));
        Assert.Equal(loaded, (await node.StatusAsync("p")).Models[0].Digest);

        using HttpResponseMessage answer = await node.Http.PostAsync("/v2/pools/p/reload", null, Cancel);
        await node.UntilAsync("p", report =>
            report is { Ready: true, Models: [{ } file] } && file.Digest == DigestOf(StubGguf.Header + "and less"));
    }

    [Fact]
    public async Task A_file_that_is_replaced_before_its_digest_is_known_gets_it_from_what_is_held_open()
    {
        // Its digest is looked for once at the start, in a file that is not there yet, and then not until it is asked.
        File.Delete(model);
        await using Node node = await StartAsync(Living(), "--model_scan_interval_ms", "3600000");
        await node.UntilAsync("p", PoolState.Failed);
        await File.WriteAllTextAsync(model, StubGguf.Header + "loaded", Cancel);
        using HttpResponseMessage answer = await node.Http.PostAsync("/v2/pools/p/preload", null, Cancel);
        await node.UntilReadyAsync("p");

        await ReplaceAsync(StubGguf.Header + "later!");
        node.Services.GetRequiredService<DigestWorker>().ScanSoon();

        await node.UntilAsync(
            "p", report => report.Models is [{ } file] && file.Digest == DigestOf(StubGguf.Header + "loaded"));
    }

    [Fact]
    public async Task A_file_that_is_written_into_under_a_running_engine_has_no_digest_any_more()
    {
        await using Node node = await StartAsync(Living(), "--model_scan_interval_ms", "100");
        await node.UntilAsync("p", report => report is { Ready: true, Models: [{ Digest: not null }] });

        await File.AppendAllTextAsync(model, " and yet more", Cancel);

        await node.UntilAsync("p", report => report is { Ready: true, Models: [{ Digest: null }] });
    }

    [Fact]
    public async Task An_engine_that_outlived_an_earlier_run_of_its_node_is_ended_at_the_next_start()
    {
        using Process left = Process.Start("sleep", "1000");
        using Process stranger = Process.Start("sleep", "1000");
        try
        {
            string engines = Path.Combine(folder.Path, "data", "engines");
            Directory.CreateDirectory(engines);
            await File.WriteAllTextAsync(
                Path.Combine(engines, "p.pid"), $"{left.Id} {EngineLeftovers.IdentityOf(left.Id)}", Cancel);
            await File.WriteAllTextAsync(
                Path.Combine(engines, "q.pid"), $"{stranger.Id} 1 of-another-boot", Cancel);

            await using Node node = await StartAsync(Living(), "--data_dir", folder.File("data"));
            await node.UntilReadyAsync("p");

            Assert.True(left.HasExited);
            Assert.False(stranger.HasExited);
        }
        finally
        {
            left.Kill();
            stranger.Kill();
        }
    }

    [Fact]
    public async Task A_handoff_file_of_an_earlier_run_is_removed_before_anybody_can_attach_it()
    {
        Directory.CreateDirectory(folder.File("data", "handoff"));
        string file = folder.File("data", "handoff", "p.json");
        await File.WriteAllTextAsync(
            file, $$"""{"pool_id":"p","engine":"llamacpp","url":"{{engine.Url}}"}""", Cancel);

        await using Node node = await StartAsync(Write("exec sleep 1000"), "--data_dir", folder.File("data"));

        Assert.False(File.Exists(file));
        Assert.Equal(0, await node.MetricAsync(
            """pool_handoff_files_processed_total{pool_id="p",outcome="success"}"""));
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

        Assert.Contains("not a GGUF file", (await node.StatusAsync("p")).LastError, StringComparison.Ordinal);
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
