using System.Buffers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlamaOrch.Hosting.Logging;

/// <summary>The log of one category. Which levels are on is decided before it is asked.</summary>
/// <param name="category">The category.</param>
/// <param name="formatter">Makes its lines.</param>
/// <param name="sink">Takes them.</param>
internal sealed partial class LineLogger(string category, LogLineFormatter formatter, ILineSink sink) : ILogger
{
    private const int BufferBytes = 1024;
    private const int KeptBytesMax = 64 * 1024;

    private const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";
    private const int StartupFaulted = 11;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? cached;

    private long lost;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> toText)
    {
        if (IsToldByTheStart(eventId))
            return;
        ArrayBufferWriter<byte> buffer = cached ??= new ArrayBufferWriter<byte>(BufferBytes);
        formatter.Write(new LogEntry<TState>(logLevel, category, eventId, state, exception, toText!), buffer);
        bool isTaken = buffer.WrittenCount == 0 || sink.Take(logLevel, buffer.WrittenSpan);
        if (buffer.Capacity > KeptBytesMax)
            cached = null;
        else
            buffer.ResetWrittenCount();
        if (!isTaken)
            Interlocked.Increment(ref lost);
        else if (Volatile.Read(ref lost) > 0 && Interlocked.Exchange(ref lost, 0) is var count and > 0)
            LogLost(this, count, category);
    }

    /// <summary>
    /// A start that fails throws what .NET's host also logs, with its stack; whoever starts the daemon says it in one
    /// sentence.
    /// </summary>
    private bool IsToldByTheStart(EventId eventId) => eventId.Id == StartupFaulted && category == HostCategory;

    [LoggerMessage(1012, LogLevel.Warning,
        "The log's reader was too slow: {Count} lines of {Category} are lost", EventName = "log_lines_lost")]
    private static partial void LogLost(ILogger logger, long count, string category);
}
