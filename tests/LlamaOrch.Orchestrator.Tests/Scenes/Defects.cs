using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Orchestrator.Tests.Scenes;

/// <summary>What a control plane logged as an error: in its own eyes defects, so no test may leave one behind.</summary>
internal sealed class Defects : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> seen = new();

    public IReadOnlyList<string> Seen => [.. seen];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Error;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            seen.Enqueue($"{formatter(state, exception)} {exception}");
    }

    public void Dispose()
    {
    }
}
