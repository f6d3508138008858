using LlamaOrch.Contracts.Processes;
using LlamaOrch.LlamaCpp.Inference;
using LlamaOrch.LlamaCpp.Native;
using LlamaOrch.LlamaCpp.Startup;

namespace LlamaOrch.LlamaCpp.Tests.Startup;

[Trait("lane", "unit")]
public sealed class EngineArgumentsTests
{
    [Fact]
    public void Model_alone_gives_the_defaults()
    {
        EngineOptions options = EngineArguments.Parse(["--model", "/m/tiny.gguf"]);
        Assert.Equal(new EngineOptions { ModelPath = "/m/tiny.gguf" }, options);
        Assert.Equal("tiny", options.ModelName);
        Assert.Equal((4, "127.0.0.1", 0), (options.Slots, options.Host, options.Port));
    }

    [Fact]
    public void Every_argument_is_read()
    {
        EngineOptions options = EngineArguments.Parse(
        [
            "--model", "m.gguf", "--host", "127.0.0.2", "--port", "81", "--slots", "2", "--ctx-size", "100",
            "--threads", "3", "--alias", "name", "--embeddings", "--exit-with-stdin", "--batching", "never",
            "--log-level", "debug", "--log-format", "json",
        ]);
        var expected = new EngineOptions
        {
            ModelPath = "m.gguf",
            Host = "127.0.0.2",
            Port = 81,
            Slots = 2,
            ContextTokens = 100,
            Threads = 3,
            Alias = "name",
            Embeddings = true,
            ExitWithStdin = true,
            Batching = BatchingMode.Never,
            LogLevel = NativeLogLevel.Debug,
            LogFormat = EngineLogFormat.Json,
        };
        Assert.Equal(expected, options);
    }

    [Theory]
    [InlineData("--model is missing")]
    [InlineData("an argument is unknown", "--model", "m", "--fast", "1")]
    [InlineData("a value is missing", "--model")]
    [InlineData("slots are too few", "--model", "m", "--slots", "0")]
    [InlineData("slots are too many", "--model", "m", "--slots", "65")]
    [InlineData("the port is no number", "--model", "m", "--port", "http")]
    [InlineData("the address is not of this machine", "--model", "m", "--host", "0.0.0.0")]
    [InlineData("the format is unknown", "--model", "m", "--log-format", "xml")]
    [InlineData("the mode is a number", "--model", "m", "--batching", "1")]
    public void Wrong_argument_is_a_usage_error(string why, params string[] args)
    {
        var failure = Assert.Throws<StartupException>(() => EngineArguments.Parse(args));
        Assert.True(failure.Code == ExitCode.Usage, why);
        Assert.Contains("Usage: engine", failure.Message, StringComparison.Ordinal);
    }
}
