using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.LlamaCpp.Native;
using LlamaOrch.LlamaCpp.Tests.Fixtures;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Waiting;

namespace LlamaOrch.LlamaCpp.Tests.Processes;

/// <summary>The worker as its parent sees it: a process with a line on stdout and an exit code.</summary>
[Trait("lane", "integration")]
public sealed class WorkerTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    private string Model => _folder.File("model.gguf");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Worker_says_where_it_listens_and_ends_with_its_stdin()
    {
        await using HostProcess worker = Start("--model", WriteModel(), "--exit-with-stdin");
        using var client = new HttpClient { BaseAddress = await ListeningAsync(worker) };
        await ReadyAsync(client);
        worker.CloseInput();
        Assert.Equal(0, await worker.ExitCodeAsync());
        Assert.Single(worker.Output.Split('\n'));
    }

    /// <summary>The server itself would wait thirty seconds for a request that has begun.</summary>
    [Fact]
    public async Task Worker_whose_stop_hangs_is_ended_all_the_same()
    {
        await using HostProcess worker = Start("--model", WriteModel(), "--exit-with-stdin");
        Uri address = await ListeningAsync(worker);
        using var client = new HttpClient { BaseAddress = address };
        await ReadyAsync(client);
        using var half = new TcpClient();
        await half.ConnectAsync(address.Host, address.Port, TestContext.Current.CancellationToken);
        await half.GetStream().WriteAsync(
            "POST /completion HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"u8.ToArray(),
            TestContext.Current.CancellationToken);
        await Eventually.HoldsAsync("the request to have begun", async () =>
        {
            using HttpResponseMessage response = await client.GetAsync(
                "/health", TestContext.Current.CancellationToken);
            return response.IsSuccessStatusCode;
        });
        worker.CloseInput();
        Assert.Equal(137, await worker.ExitCodeAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Worker_asked_to_stop_ends_with_zero_and_its_streams_break(bool terminate)
    {
        await using HostProcess worker = Start("--model", WriteModel(), "--ctx-size", "1024");
        using var client = new HttpClient { BaseAddress = await ListeningAsync(worker) };
        await ReadyAsync(client);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/completion")
        {
            Content = new StringContent("""{"prompt":"x","ignore_eos":true,"stream":true}"""),
        };
        using HttpResponseMessage stream = await client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        if (terminate)
            worker.Terminate();
        else
            worker.Interrupt();
        Assert.Equal(0, await worker.ExitCodeAsync());
    }

    [Fact]
    public async Task Missing_model_ends_with_one_sentence()
    {
        await using HostProcess worker = Start("--model", _folder.File("none.gguf"));
        await AssertEndsAsync(worker, ExitCode.BadModelFile, "no model file");
    }

    [Fact]
    public async Task File_that_is_no_gguf_ends_with_one_sentence()
    {
        await File.WriteAllTextAsync(
            Model, "not a model, but long enough for a header", TestContext.Current.CancellationToken);
        await using HostProcess worker = Start("--model", Model);
        await AssertEndsAsync(worker, ExitCode.BadModelFile, "not a GGUF file");
    }

    [Fact]
    public async Task Model_cut_off_in_its_weights_ends_with_one_sentence()
    {
        byte[] whole = await File.ReadAllBytesAsync(WriteModel(), TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Model, whole[..(whole.Length / 2)], TestContext.Current.CancellationToken);
        await using HostProcess worker = Start("--model", Model);
        await AssertEndsAsync(worker, ExitCode.BadModelFile, "cut off");
    }

    [Fact]
    public async Task Context_beyond_memory_ends_with_one_sentence()
    {
        await using HostProcess worker = Start(
            "--model", WriteModel(), "--ctx-size", "16000000", "--slots", "64");
        await AssertEndsAsync(worker, ExitCode.TooLittleMemory, "MB are free");
    }

    [Fact]
    public async Task Taken_port_ends_with_one_sentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        int port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using HostProcess worker = Start("--model", WriteModel(), "--port", port.ToString());
        await AssertEndsAsync(worker, ExitCode.PortInUse, $"Port {port}");
    }

    [Fact]
    public async Task Wrong_argument_ends_with_one_sentence()
    {
        await using HostProcess worker = Start("--speed", "11");
        await AssertEndsAsync(worker, ExitCode.Usage, "--speed");
    }

    [Fact]
    public async Task Changed_library_ends_with_one_sentence()
    {
        var original = new NativeLibraryStore();
        await original.EnsureAsync(null, TestContext.Current.CancellationToken);
        var copy = new NativeLibraryStore(_folder.File("cache"));
        Directory.CreateDirectory(copy.Folder);
        foreach (string file in Directory.GetFiles(original.Folder))
            File.Copy(file, Path.Combine(copy.Folder, Path.GetFileName(file)));
        await File.AppendAllTextAsync(
            Path.Combine(copy.Folder, LibraryPin.Llama), "x", TestContext.Current.CancellationToken);
        await using HostProcess worker = HostProcess.Start(
            "pool-managerd", ["engine", "--model", WriteModel()],
            new Dictionary<string, string?> { ["XDG_CACHE_HOME"] = _folder.File("cache") });
        await AssertEndsAsync(worker, ExitCode.EngineLibraryTampered, LibraryPin.Llama);
    }

    [Fact]
    public async Task Library_without_npm_ends_with_one_sentence()
    {
        await using HostProcess worker = HostProcess.Start(
            "pool-managerd", ["engine", "fetch"],
            new Dictionary<string, string?>
            {
                ["XDG_CACHE_HOME"] = _folder.File("empty"),
                ["PATH"] = _folder.Path,
                ["DOTNET_ROOT"] = DotnetRoot(),
            });
        await AssertEndsAsync(worker, ExitCode.MissingPrerequisite, "npm");
    }

    private string WriteModel()
    {
        TestModel.Write(Model);
        return Model;
    }

    private static HostProcess Start(params string[] arguments) =>
        HostProcess.Start("pool-managerd", ["engine", .. arguments]);

    private static async Task<Uri> ListeningAsync(HostProcess worker)
    {
        await Eventually.HoldsAsync("the worker to listen", () => worker.Output.Length > 0 || worker.HasExited);
        JsonElement line = JsonElement.Parse(worker.Output);
        Assert.Equal("listening", line.GetProperty("event").GetString());
        return new Uri(line.GetProperty("url").GetString()!);
    }

    /// <summary>Until the model is there, the answer is 503 in llama-server's words.</summary>
    private static Task ReadyAsync(HttpClient client) => Eventually.HoldsAsync("the model to be loaded", async () =>
    {
        using HttpResponseMessage response = await client.GetAsync("/health", TestContext.Current.CancellationToken);
        if (response.IsSuccessStatusCode)
            return true;
        JsonElement error = JsonElement.Parse(
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("error");
        Assert.Equal(503, error.GetProperty("code").GetInt32());
        Assert.Equal("Loading model", error.GetProperty("message").GetString());
        Assert.Equal("unavailable_error", error.GetProperty("type").GetString());
        return false;
    });

    private static async Task AssertEndsAsync(HostProcess worker, ExitCode code, string words)
    {
        Assert.Equal((int)code, await worker.ExitCodeAsync());
        string last = worker.Errors.TrimEnd().Split('\n')[^1];
        Assert.Contains(words, last, StringComparison.Ordinal);
    }

    private static string DotnetRoot() =>
        Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../.."));
}
