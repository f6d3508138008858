using LlamaOrch.Contracts.Processes;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Processes;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Security;

[Trait("lane", "cluster")]
public sealed class OpenAddressTests
{
    [Theory]
    [InlineData("orchestratord")]
    [InlineData("pool-managerd")]
    public async Task Daemon_refuses_to_listen_beyond_loopback_without_a_token(string host)
    {
        using var data = new TemporaryDirectory();
        await using HostProcess daemon = HostProcess.Start(
            host,
            host == "pool-managerd" ? ["--addr=0.0.0.0:0", $"--data_dir={data.Path}"] : ["--addr=0.0.0.0:0"],
            new Dictionary<string, string?> { ["LLORCH_API_TOKEN"] = null });

        Assert.Equal((int)ExitCode.TokenRequired, await daemon.ExitCodeAsync());
        Assert.Contains("LLORCH_API_TOKEN", daemon.Errors, StringComparison.Ordinal);
    }
}
