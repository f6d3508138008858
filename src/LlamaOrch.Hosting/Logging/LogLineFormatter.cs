using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace LlamaOrch.Hosting.Logging;

/// <summary>What both ways to write a line have in common: which lines there are, and what is in them.</summary>
/// <param name="format">One of <see cref="LogFormats"/>.</param>
/// <param name="writer">Who writes.</param>
/// <param name="policy">Which requests are logged.</param>
/// <param name="time">The clock.</param>
public abstract class LogLineFormatter(string format, LogIdentity writer, LogPolicy policy, TimeProvider time)
    : ConsoleFormatter(LogFormats.FormatterOf(format))
{
    [ThreadStatic]
    private static LogLine? cached;

    /// <summary>
    /// Writes a line; nothing for a request that is not among those that are logged, unless something is wrong with it.
    /// </summary>
    public sealed override void Write<TState>(
        in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        ArgumentNullException.ThrowIfNull(textWriter);
        LogLine line = cached ??= new LogLine();
        line.Read(logEntry, writer);
        if (logEntry.LogLevel < LogLevel.Warning && line.CorrelationId is string request && !policy.Keeps(request))
            return;
        WriteLine(
            new LogMoment(time.GetUtcNow(), logEntry.LogLevel, logEntry.EventId, logEntry.Exception), line, textWriter);
    }

    /// <summary>Writes it, with its end.</summary>
    private protected abstract void WriteLine(in LogMoment moment, LogLine line, TextWriter output);
}
