using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Orchestrator.Tests.Scenes;

/// <summary>A log of which only the ids of its events count.</summary>
internal sealed class LoggedEvents<TCategory> : ILogger<TCategory>
{
    private readonly ConcurrentQueue<int> ids = new();

    public IReadOnlyList<int> Ids => [.. ids];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter) => ids.Enqueue(eventId.Id);
}
