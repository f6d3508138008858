using System.Buffers;
using System.Text;
using System.Text.Json;
using LlamaOrch.Hosting.Logging;
using LlamaOrch.TestKit.Logs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Logging;

/// <summary>Lines as formatters write them.</summary>
internal static class Lines
{
    public static readonly DateTimeOffset Now = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    private static readonly LogIdentity Writer = new("orchestratord") { ReplicaId = "replica-1" };

    /// <summary>The JSON of an entry; it is as the published schema says.</summary>
    public static JsonElement Json(
        string template, (string Name, object? Value)[] values, LogLevel level = LogLevel.Information,
        Exception? failure = null, string category = "LlamaOrch.Test")
    {
        string text = Write(
            new JsonLogFormatter(Writer, new LogPolicy(new LogSettings()), new FakeTimeProvider(Now)),
            template, values, level, failure, category);
        Assert.Equal(text.Length - 1, text.IndexOf('\n'));
        Assert.Empty(LogSchema.ProblemsOf(text));
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    /// <summary>The text of an entry, without colours.</summary>
    public static string Console(
        string template, (string Name, object? Value)[] values, LogLevel level = LogLevel.Information,
        Exception? failure = null, ConsoleLogLook? look = null) =>
        Write(
            new ConsoleLogFormatter(
                look ?? new ConsoleLogLook(), Writer, new LogPolicy(new LogSettings()), new FakeTimeProvider(Now)),
            template, values, level, failure, "LlamaOrch.Test");

    /// <summary>What a formatter writes; empty for nothing.</summary>
    public static string Write(
        LogLineFormatter formatter, string template, (string Name, object? Value)[] values,
        LogLevel level = LogLevel.Information, Exception? failure = null, string category = "LlamaOrch.Test")
    {
        KeyValuePair<string, object?>[] state =
        [
            .. values.Select(value => new KeyValuePair<string, object?>(value.Name, value.Value)),
            new("{OriginalFormat}", template),
        ];
        var text = new ArrayBufferWriter<byte>();
        formatter.Write(
            new LogEntry<KeyValuePair<string, object?>[]>(
                level, category, new EventId(2999, "test_event"), state, failure, (_, _) => "unused"),
            text);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
