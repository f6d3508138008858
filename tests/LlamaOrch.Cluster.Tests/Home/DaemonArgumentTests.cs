using LlamaOrch.Contracts.Processes;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Processes;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Home;

/// <summary>What the daemons say to their arguments, as programs.</summary>
[Trait("lane", "cluster")]
public sealed class DaemonArgumentTests
{
    [Theory]
    [InlineData("orchestratord", "--help")]
    [InlineData("orchestratord", "-h")]
    [InlineData("orchestratord", "help")]
    [InlineData("pool-managerd", "--help")]
    [InlineData("pool-managerd", "-h")]
    [InlineData("pool-managerd", "help")]
    public async Task Help_is_printed_with_examples_and_nothing_starts(string daemon, string argument)
    {
        (int code, string output, string errors) = await RunAsync(daemon, argument);

        Assert.Equal((0, string.Empty), (code, errors));
        Assert.StartsWith($"{daemon}: ", output, StringComparison.Ordinal);
        foreach (string part in (string[])["Usage", "--check", "Examples", "addr"])
            Assert.Contains(part, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orchestratord", "--version")]
    [InlineData("orchestratord", "version")]
    [InlineData("pool-managerd", "--version")]
    public async Task Version_is_one_line(string daemon, string argument)
    {
        (int code, string output, _) = await RunAsync(daemon, argument);

        Assert.Equal(0, code);
        Assert.Matches($@"^{daemon} \d+\.\d+\.\d+$", output);
    }

    [Theory]
    [InlineData("orchestratord")]
    [InlineData("pool-managerd")]
    public async Task Check_answers_by_its_exit_code_and_starts_nothing(string daemon)
    {
        using var folder = new TemporaryDirectory();
        string data = folder.File("data");

        (int well, string output, _) = await RunAsync(daemon, "--check", "--addr", "127.0.0.1:0", "--data_dir", data);
        (int bad, _, string errors) = await RunAsync(
            daemon, "--adr=1", "--check", "--body_bytes_max=many", "--data_dir", data);

        Assert.Equal((0, (int)ExitCode.BadConfiguration), (well, bad));
        Assert.Contains("valid", output, StringComparison.Ordinal);
        Assert.Equal(2, errors.Split('\n').Length);
        Assert.False(Directory.Exists(data));
    }

    [Theory]
    [InlineData("orchestratord", "serve")]
    [InlineData("orchestratord", "--addr")]
    [InlineData("pool-managerd", "serve")]
    [InlineData("pool-managerd", "--node_id")]
    [InlineData("pool-managerd", "--node-id=n")]
    [InlineData("pool-managerd", "--orchestrator_url=http://127.0.0.1:8080/v1")]
    public async Task Words_that_mean_nothing_keep_a_daemon_from_starting(string daemon, params string[] arguments)
    {
        (int code, string output, string errors) = await RunAsync(daemon, arguments);

        Assert.Equal((int)ExitCode.BadConfiguration, code);
        Assert.Empty(output);
        Assert.Single(errors.Split('\n'));
    }

    [Fact]
    public async Task Problems_of_the_log_and_of_settings_are_told_together()
    {
        await using HostProcess process = HostProcess.Start(
            "orchestratord",
            ["--addr=nowhere"],
            new Dictionary<string, string?>
            {
                ["LLORCH_LOG_LEVEL"] = "loud",
                ["LLORCH_API_KEYS_FILE"] = "/no/such/file",
                ["ORCHD_QUEUE_CAPACITY"] = "0",
            });

        Assert.Equal((int)ExitCode.BadConfiguration, await process.ExitCodeAsync());
        foreach (string part in (string[])
            ["LLORCH_LOG_LEVEL", "/no/such/file", "addr: ", "environment variable ORCHD_QUEUE_CAPACITY"])
            Assert.Contains(part, process.Errors, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Output, string Errors)> RunAsync(
        string daemon, params string[] arguments)
    {
        await using HostProcess process = HostProcess.Start(daemon, arguments);
        int code = await process.ExitCodeAsync();
        return (code, process.Output, process.Errors);
    }
}
