using System.Net;
using System.Net.Sockets;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Processes;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Home;

[Trait("lane", "cluster")]
public sealed class HomeFailureTests
{
    [Fact]
    public async Task Port_in_use_is_said_before_anything_starts()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;

        await FailsAsync(ExitCode.PortInUse, $"Port {port} is in use", ["--port", port.ToString()]);
    }

    [Fact]
    public async Task File_that_is_no_GGUF_is_said_before_anything_starts()
    {
        using var files = new TemporaryDirectory();
        await File.WriteAllTextAsync(files.File("model.gguf"), "GGML, which is another format");

        await FailsAsync(ExitCode.BadModelFile, "not a GGUF", ["--model", files.File("model.gguf")]);
        await FailsAsync(ExitCode.BadModelFile, "no model file", ["--model", files.File("missing.gguf")]);
    }

    [Fact]
    public async Task GGUF_that_is_cut_off_is_a_bad_model_file()
    {
        using var files = new TemporaryDirectory();
        byte[] whole = await File.ReadAllBytesAsync(Fleet.RealModel.File);
        await File.WriteAllBytesAsync(files.File("cut.gguf"), whole[..(whole.Length / 2)]);

        await FailsAsync(ExitCode.BadModelFile, "cut.gguf", ["--model", files.File("cut.gguf")]);
    }

    [Fact]
    public async Task Model_that_does_not_fit_into_memory_is_said_with_what_to_do()
    {
        // A context of the largest size for every slot: more than any machine of a test has.
        await FailsAsync(ExitCode.TooLittleMemory, "--ctx-size", ["--slots", "64", "--ctx-size", "16000000"]);
    }

    [Fact]
    public async Task Engine_URL_where_nobody_answers_is_said_before_anything_starts()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        int port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();

        await FailsAsync(
            ExitCode.EngineUnreachable, $"http://127.0.0.1:{port}", ["--engine-url", $"http://127.0.0.1:{port}"]);
    }

    [Fact]
    public async Task Native_library_that_was_changed_is_not_loaded()
    {
        using var cache = new TemporaryDirectory();
        string copy = await CopyLibraryAsync(cache);
        await using (FileStream library = File.OpenWrite(Path.Combine(copy, "libggml-base.so")))
        {
            library.Seek(-1, SeekOrigin.End);
            library.WriteByte(0xFF);
        }

        await FailsAsync(
            ExitCode.EngineLibraryTampered,
            "libggml-base.so",
            [],
            new Dictionary<string, string?> { ["XDG_CACHE_HOME"] = cache.Path });
    }

    [Fact]
    public async Task Native_library_that_npm_can_not_fetch_is_said_with_the_reason()
    {
        using var cache = new TemporaryDirectory();
        File.CreateSymbolicLink(cache.File("npm"), "/bin/false");

        await FailsAsync(ExitCode.EngineLibraryUnavailable, "npm", [], EmptyCache(cache));
    }

    [Fact]
    public async Task Cache_that_can_not_be_written_is_said_with_what_to_set()
    {
        await FailsAsync(
            ExitCode.EngineLibraryUnavailable,
            "XDG_CACHE_HOME",
            [],
            new Dictionary<string, string?> { ["XDG_CACHE_HOME"] = "/proc/nowhere" });
    }

    [Fact]
    public async Task Missing_npm_is_said_with_what_to_install()
    {
        using var cache = new TemporaryDirectory();

        await FailsAsync(ExitCode.MissingPrerequisite, "npm", [], EmptyCache(cache));
    }

    [Theory]
    [InlineData("--nodes", "17")]
    [InlineData("--port", "http")]
    [InlineData("--engine-url", "not a url")]
    [InlineData("--no-such-option", "1")]
    public async Task Bad_options_are_named(string option, string value) =>
        await FailsAsync(ExitCode.Usage, value is "1" ? option : value, [option, value]);

    [Fact]
    public async Task Engine_url_with_a_password_is_refused_and_not_shown()
    {
        await using HomeRun home = HomeRun.Start("--engine-url", "http://user:planted-word@127.0.0.1:1");

        Assert.Equal((int)ExitCode.Usage, await home.Process.ExitCodeAsync());
        Assert.Contains("127.0.0.1:1", home.Process.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("planted-word", home.Process.Output + home.Process.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Second_home_on_one_data_directory_is_refused_and_the_first_goes_on()
    {
        using var data = new TemporaryDirectory();
        await using HomeRun first = HomeRun.Start("--data-dir", data.Path);
        await first.GreetedAsync();

        await FailsAsync(
            ExitCode.DataDirectoryInUse, $"process {first.Process.Id}", ["--data-dir", data.Path]);
        Assert.False(first.Process.HasExited);
    }

    /// <summary>
    /// The start ends with the code and with the sentence as one line of stderr, and says nothing on stdout.
    /// </summary>
    private static async Task FailsAsync(
        ExitCode code, string said, string[] arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        await using HomeRun home = HomeRun.Start(environment ?? new Dictionary<string, string?>(), arguments);

        int exitCode = await home.Process.ExitCodeAsync();

        Assert.True((int)code == exitCode, $"exit code {exitCode} instead of {code}: {home.Process.Errors}");
        Assert.Single(home.Process.Errors.Split('\n'), line => line.Contains(said, StringComparison.Ordinal));
        Assert.Empty(home.Process.Output);
    }

    /// <summary>A cache without the library, and no program on the PATH but what lies in its folder.</summary>
    private static Dictionary<string, string?> EmptyCache(TemporaryDirectory cache) =>
        new() { ["XDG_CACHE_HOME"] = cache.Path, ["PATH"] = cache.Path };

    private static async Task<string> CopyLibraryAsync(TemporaryDirectory cache)
    {
        await using (HostProcess fetch = HostProcess.Start("llama-orch", ["engine", "fetch"]))
            Assert.Equal(0, await fetch.ExitCodeAsync());
        string? configured = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        string home = Path.IsPathRooted(configured)
            ? configured
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        string source = Directory.EnumerateDirectories(
            Path.Combine(home, "llama-orch", "llama.cpp"), "linux-x64", SearchOption.AllDirectories).Single();
        string target = cache.File(
            "llama-orch", "llama.cpp", Path.GetFileName(Path.GetDirectoryName(source)!), "linux-x64");
        Directory.CreateDirectory(target);
        foreach (string file in Directory.EnumerateFiles(source))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        return target;
    }
}
