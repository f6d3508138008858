using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlamaOrch.Orchestrator.Tests.Scenes;

/// <summary>
/// What a control plane logged as an error: in its own eyes defects, so no test may leave one behind.
/// </summary>
internal sealed class Defects : ILoggerProvider
{
    private readonly ConcurrentQueue<string> seen = new();

    public IReadOnlyList<string> Seen => [.. seen];

    // Orleans complains of its own messages when a silo is told to stop at once, as every test does; of those that it
    // tries to place again, through Polly.
    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith("Orleans", StringComparison.Ordinal) || categoryName == "Polly"
            ? NullLogger.Instance
            : new Log(seen);

    public void Dispose()
    {
    }

    private sealed class Log(ConcurrentQueue<string> seen) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

        void ILogger.Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?,
                string> formatter)
        {
            if (IsEnabled(logLevel))
                seen.Enqueue($"{formatter(state, exception)} {exception}");
        }
    }
}
