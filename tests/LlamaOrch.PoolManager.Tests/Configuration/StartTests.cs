using LlamaOrch.Contracts.Processes;
using LlamaOrch.PoolManager.Tests.Fixtures;
using LlamaOrch.TestKit.Files;

namespace LlamaOrch.PoolManager.Tests.Configuration;

/// <summary>Starts that can't succeed say why.</summary>
[Trait("lane", "integration")]
public sealed class StartTests
{
    [Fact]
    public async Task A_second_agent_on_one_data_dir_does_not_start()
    {
        await using Node node = await Node.StartAsync([]);

        StartupException failure = await Assert.ThrowsAsync<StartupException>(
            () => Node.StartAsync(["--data_dir", node.DataDir]));

        Assert.Equal(ExitCode.BadConfiguration, failure.Code);
        Assert.Contains("another pool-managerd", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_in_use_is_told_and_starts_no_engine()
    {
        await using Node node = await Node.StartAsync([]);
        using var folder = new TemporaryDirectory();
        string started = folder.File("started");
        string script = Scripts.Write(folder, "engine", $"touch '{started}'");
        string model = folder.File("m.gguf");
        await File.WriteAllTextAsync(model, StubGguf.Header, TestContext.Current.CancellationToken);

        StartupException failure = await Assert.ThrowsAsync<StartupException>(() => Node.StartAsync(
        [
            "--addr", $"127.0.0.1:{node.Url.Port}", "--engine_command", script,
            "--pools:0:pool_id", "p", "--pools:0:model_path", model,
        ]));

        Assert.Equal(ExitCode.PortInUse, failure.Code);
        Assert.False(File.Exists(started));
    }

    [Fact]
    public async Task Settings_that_are_not_valid_are_all_told()
    {
        StartupException failure = await Assert.ThrowsAsync<StartupException>(() => Node.StartAsync(
            ["--restarts_max", "-1", "--pools:0:pool_id", "p q", "--pools:0:engine", "openai"]));

        Assert.Equal(ExitCode.BadConfiguration, failure.Code);
        Assert.Equal(3, failure.Message.Split(Environment.NewLine).Length);
    }

    [Fact]
    public async Task A_setting_that_is_no_number_is_told()
    {
        StartupException failure = await Assert.ThrowsAsync<StartupException>(
            () => Node.StartAsync(["--restarts_max", "many"]));

        Assert.Contains("restarts_max", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_data_dir_that_can_not_be_made_is_told()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder.File("file"), "x", TestContext.Current.CancellationToken);

        StartupException failure = await Assert.ThrowsAsync<StartupException>(
            () => Node.StartAsync(["--data_dir", folder.File("file")]));

        Assert.StartsWith("data_dir:", failure.Message, StringComparison.Ordinal);
    }
}
