using LlamaOrch.Hosting.Exposition;
using LlamaOrch.Hosting.Logging;
using LlamaOrch.Hosting.Security;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Security;

/// <summary>A flood of refused callers is no flood of lines.</summary>
[Trait("lane", "unit")]
public sealed class RefusalLinesTests
{
    private readonly FakeTimeProvider time = new();
    private readonly CountedLines lines = new();

    [Fact]
    public async Task Refused_tokens_are_logged_a_few_times_a_second_and_counted_each_time()
    {
        var registry = new MetricRegistry();
        var gate = new TokenGate(
            _ => Task.CompletedTask,
            ApiTokens.Parse("a-token-that-nobody-sends"),
            new DaemonMetrics(registry),
            time,
            lines);

        for (int request = 0; request < 1000; request++)
            await gate.InvokeAsync(Request());

        Assert.Equal(LineBudget.RefusalsPerSecondMax, lines.Count);
        time.Advance(TimeSpan.FromSeconds(1));
        await gate.InvokeAsync(Request());
        Assert.Equal(LineBudget.RefusalsPerSecondMax + 1, lines.Count);
    }

    private static DefaultHttpContext Request() => new()
    {
        Request = { Path = "/v2/tasks", Method = "GET" },
        RequestServices = new ServiceCollection().BuildServiceProvider(),
    };

    private sealed class CountedLines : ILogger<TokenGate>
    {
        public int Count { get; private set; }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) => Count++;
    }
}
