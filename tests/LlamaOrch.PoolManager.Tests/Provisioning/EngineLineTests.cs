using System.Buffers;
using System.Text;
using LlamaOrch.Hosting.Logging;
using LlamaOrch.PoolManager.Provisioning;
using LlamaOrch.TestKit.Logs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace LlamaOrch.PoolManager.Tests.Provisioning;

[Trait("lane", "unit")]
public sealed class EngineLineTests
{
    private const string Line =
        """{"timestamp":"2026-03-04T05:06:07.000000Z","level":"info","event":"engine_request_completed","""
        + """ "component":"engine","correlation_id":"client-7","tokens_in":3,"decode_time_ms":1.5,"human":"x","""
        + """ "fields":{"model_id":"tiny","status":200}}""";

    [Fact]
    public void What_an_engine_says_of_a_request_is_passed_on_as_its_own_words()
    {
        string line = Logged(EngineLine.Read(Line)!);

        Assert.Empty(LogSchema.ProblemsOf(line));
        Assert.Contains("\"component\":\"engine\",\"correlation_id\":\"client-7\"", line, StringComparison.Ordinal);
        Assert.Contains("\"node_id\":\"node-a\"", line, StringComparison.Ordinal);
        Assert.Contains("\"tokens_in\":3,\"decode_time_ms\":1.5", line, StringComparison.Ordinal);
        Assert.Contains("\"fields\":{\"model_id\":\"tiny\",\"status\":200}", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tiny is ready: 4 slots")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"event":7}""")]
    [InlineData("""{"event":"listening"}""")]
    public void Anything_else_is_no_such_line(string line) => Assert.Null(EngineLine.Read(line));

    [Fact]
    public void Engine_can_not_speak_for_its_node()
    {
        EngineLine said = EngineLine.Read(
            """{"event":"engine_request_failed","level":"critical","node_id":"lies","human":"lies"}""")!;

        string line = Logged(said);

        Assert.Contains("\"level\":\"info\"", line, StringComparison.Ordinal);
        Assert.DoesNotContain("lies", line, StringComparison.Ordinal);
    }

    private static string Logged(EngineLine said)
    {
        var formatter = new JsonLogFormatter(
            new LogIdentity("pool-managerd") { NodeId = "node-a" },
            new LogPolicy(new LogSettings()),
            new FakeTimeProvider());
        var text = new ArrayBufferWriter<byte>();
        formatter.Write(
            new LogEntry<KeyValuePair<string, object?>[]>(
                LogLevel.Information,
                "LlamaOrch.Test",
                new EventId(1, "engine_request_completed"),
                [new("said", said), new("{OriginalFormat}", "An engine speaks")],
                null,
                (_, _) => string.Empty),
            text);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
