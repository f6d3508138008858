using System.Diagnostics;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Processes;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Home;

/// <summary>Places that can't hold data are one sentence and one code, for each program that keeps some.</summary>
[Trait("lane", "cluster")]
public sealed class PlaceTests
{
    private static readonly string[] Programs = ["orchestratord", "pool-managerd", "llama-orch"];

    [Fact]
    public async Task A_data_directory_that_is_a_file_has_one_code_everywhere()
    {
        using var folder = new TemporaryDirectory();
        await File.WriteAllTextAsync(folder.File("file"), "x");

        foreach (string program in Programs)
        {
            await FailsAsync(program, folder.File("file"), ExitCode.BadConfiguration);
            await FailsAsync(program, folder.File("file", "below"), ExitCode.BadConfiguration);
        }
    }

    [Fact]
    public async Task A_data_directory_that_can_not_be_written_has_one_code_everywhere()
    {
        // Nobody can make a file there, not even root.
        foreach (string program in Programs)
            await FailsAsync(program, "/proc/llama-orch", ExitCode.BadConfiguration);
    }

    [Fact]
    public async Task A_home_that_does_not_exist_is_told_by_its_path()
    {
        var nowhere = new Dictionary<string, string?> { ["HOME"] = "/proc/nowhere", ["XDG_DATA_HOME"] = null };
        foreach (string program in Programs)
            await FailsAsync(program, null, ExitCode.BadConfiguration, nowhere);
    }

    [Theory]
    [InlineData("orchestratord", "--addr 127.0.0.1:0")]
    [InlineData("pool-managerd", "--addr 127.0.0.1:0")]
    [InlineData("llama-orch", "up --port 0")]
    public async Task Too_few_open_files_are_told_before_anything_breaks(string program, string arguments)
    {
        var start = new ProcessStartInfo("bash", ["-c", $"ulimit -n 200; exec {BuiltHost.PathOf(program)} {arguments}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();

        Assert.Equal(((int)ExitCode.MissingPrerequisite, string.Empty), (process.ExitCode, await output));
        Assert.Single(errors.Trim().Split('\n'));
        Assert.Contains("ulimit -n", errors, StringComparison.Ordinal);
    }

    private static async Task FailsAsync(
        string program, string? directory, ExitCode code, IReadOnlyDictionary<string, string?>? environment = null)
    {
        string[] arguments = program == "llama-orch"
            ? ["up", "--port", "0", .. directory is null ? (string[])[] : ["--data-dir", directory]]
            : ["--addr", "127.0.0.1:0", .. directory is null ? (string[])[] : ["--data_dir", directory]];
        await using HostProcess process = HostProcess.Start(program, arguments, environment);

        int exitCode = await process.ExitCodeAsync();

        Assert.True((int)code == exitCode, $"{program}: {exitCode}, {process.Errors}");
        Assert.Single(process.Errors.Split('\n'), line => line.Contains("can't be used", StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", process.Output + process.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("\"error\"", process.Output, StringComparison.Ordinal);
    }
}
