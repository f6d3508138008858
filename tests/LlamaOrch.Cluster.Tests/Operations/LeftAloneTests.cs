using System.Diagnostics;
using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Operations;

/// <summary>Nothing of ours outlives its terminal or its reader, and a lost output is a sentence.</summary>
[Trait("lane", "cluster")]
public sealed class LeftAloneTests : IAsyncLifetime
{
    // As after nohup, or in a process group that the terminal's signal does not reach.
    private const string WithoutHangUp = "trap '' HUP;";

    private TestFleet fleet = null!;
    private FakeEngine engine = null!;

    public async ValueTask InitializeAsync()
    {
        fleet = await TestFleet.StartAsync();
        engine = await FakeEngine.StartAsync(new FakeEngineBehavior { HoldAfterTokens = 2 });
        fleet.StartNode("node-a", TestPool.Attached("pool-a", engine.Url));
        await fleet.PoolsReadyAsync(1);
    }

    public async ValueTask DisposeAsync()
    {
        await fleet.DisposeAsync();
        await engine.DisposeAsync();
    }

    [Theory]
    [InlineData("top", "pool-a", "")]
    [InlineData("top", "pool-a", WithoutHangUp)]
    [InlineData("chat", "An empty line", "")]
    [InlineData("chat", "An empty line", WithoutHangUp)]
    [InlineData("chat hello", "One", WithoutHangUp)]
    public async Task A_command_ends_with_its_terminal(string command, string shown, string before)
    {
        await using var terminal = PseudoTerminal.StartProgram(
            "llama-orch", 80, 24, $"{command} --url {fleet.Url}", before);
        await terminal.ShowsAsync(shown);

        int program = await terminal.CloseAsync();

        await EndsAsync(program);
    }

    [Theory]
    [InlineData("")]
    [InlineData(WithoutHangUp)]
    public async Task A_home_ends_with_its_terminal(string before)
    {
        using var data = new TemporaryDirectory();
        await using var terminal = PseudoTerminal.StartProgram(
            "llama-orch", 80, 24, $"up --engine-url {engine.Url} --port 0 --data-dir {data.Path}", before);
        await terminal.ShowsAsync("One");

        int program = await terminal.CloseAsync();

        await EndsAsync(program);
    }

    [Theory]
    [InlineData("orchestratord", "")]
    [InlineData("pool-managerd", "")]
    public async Task A_daemon_in_the_foreground_ends_with_its_terminal(string daemon, string before)
    {
        using var data = new TemporaryDirectory();
        await using var terminal = PseudoTerminal.StartProgram(
            daemon, 80, 24, $"--addr 127.0.0.1:0 --data_dir {data.Path}", before);
        await terminal.ShowsAsync("Listening on");

        int program = await terminal.CloseAsync();

        await EndsAsync(program);
    }

    [Fact]
    public async Task A_command_ends_with_the_reader_of_its_pipe_though_nothing_more_comes()
    {
        (int code, string output, string errors) =
            await ShellAsync($"llama-orch chat hello --url {fleet.Url} | head -c 3");

        Assert.Equal((130, "One", string.Empty), (code, output, errors));
    }

    [Theory]
    [InlineData("nodes", 24)]
    [InlineData("pools --json", 24)]
    [InlineData("models", 24)]
    [InlineData("top --once", 24)]
    [InlineData("top --json", 24)]
    [InlineData("chat hello", 24)]
    [InlineData("doctor --watch 0", 3)]
    public async Task A_full_disk_below_the_output_is_one_sentence(string command, int expected)
    {
        (int code, string output, string errors) = await ShellAsync(
            $"llama-orch {command} --url {fleet.Url} > /dev/full");

        Assert.Equal((expected, string.Empty), (code, output));
        Assert.Contains("The output can't be written: No space left on device.", errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("llama-orch --help")]
    [InlineData("llama-orch up --help")]
    [InlineData("orchestratord --help")]
    [InlineData("pool-managerd --version")]
    public async Task Help_on_a_full_disk_is_one_sentence(string command)
    {
        (int code, _, string errors) = await ShellAsync($"{command} > /dev/full");

        Assert.Equal((24, "The output can't be written: No space left on device."), (code, errors.Trim()));
    }

    private static Task EndsAsync(int program) => Eventually.HoldsAsync(
        $"process {program} to end", () => !HostProcess.IsRunning(program));

    /// <summary>Runs a line of shell in which our programs stand by their names.</summary>
    private static async Task<(int Code, string Output, string Errors)> ShellAsync(string line)
    {
        foreach (string host in (string[])["llama-orch", "orchestratord", "pool-managerd"])
            line = line.Replace($"{host} ", $"{BuiltHost.PathOf(host)} ", StringComparison.Ordinal);
        var start = new ProcessStartInfo("bash")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])["-o", "pipefail", "-c", line])
            start.ArgumentList.Add(argument);
        using Process shell = Process.Start(start)!;
        Task<string> output = shell.StandardOutput.ReadToEndAsync();
        Task<string> errors = shell.StandardError.ReadToEndAsync();
        await Eventually.HoldsAsync($"'{line}' to end", () => shell.HasExited);
        return (shell.ExitCode, await output, await errors);
    }
}
