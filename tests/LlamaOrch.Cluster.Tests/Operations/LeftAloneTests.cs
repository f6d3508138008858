using System.Diagnostics;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Operations;

/// <summary>Nothing of ours outlives its terminal or its reader, and a lost output is a sentence.</summary>
[Trait("lane", "cluster")]
public sealed class LeftAloneTests(HeldFleet held) : IClassFixture<HeldFleet>
{
    // As after nohup, or in a process group that the terminal's signal does not reach.
    private const string WithoutHangUp = "trap '' HUP;";

    [Theory]
    [InlineData("top", "pool-a", "")]
    [InlineData("top", "pool-a", WithoutHangUp)]
    [InlineData("chat", "An empty line", "")]
    [InlineData("chat", "An empty line", WithoutHangUp)]
    [InlineData("chat hello", "One", WithoutHangUp)]
    public async Task A_command_ends_with_its_terminal(string command, string shown, string before)
    {
        await using var terminal = PseudoTerminal.StartProgram(
            "llama-orch", 80, 24, $"{command} --url {held.Fleet.Url}", before);
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
            "llama-orch", 80, 24, $"up --engine-url {held.Engine.Url} --port 0 --data-dir {data.Path}", before);
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
            await ShellAsync($"llama-orch chat hello --url {held.Fleet.Url} | head -c 3");

        Assert.Equal((130, "One", string.Empty), (code, output, errors));
    }

    [Theory]
    [InlineData("nodes", 25)]
    [InlineData("pools --json", 25)]
    [InlineData("models", 25)]
    [InlineData("top --once", 25)]
    [InlineData("top --json", 25)]
    [InlineData("chat hello", 25)]
    [InlineData("doctor --watch 0", 3)]
    public async Task A_full_disk_below_the_output_is_one_sentence(string command, int expected)
    {
        (int code, string output, string errors) = await ShellAsync(
            $"llama-orch {command} --url {held.Fleet.Url} > /dev/full");

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

        Assert.Equal((25, "The output can't be written: No space left on device."), (code, errors.Trim()));
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
