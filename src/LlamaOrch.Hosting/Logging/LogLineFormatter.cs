using System.Buffers;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlamaOrch.Hosting.Logging;

/// <summary>What both ways to write a line have in common: which lines there are, and what is in them.</summary>
/// <param name="writer">Who writes.</param>
/// <param name="policy">Which requests are logged.</param>
/// <param name="time">The clock.</param>
public abstract class LogLineFormatter(LogIdentity writer, LogPolicy policy, TimeProvider time)
{
    [ThreadStatic]
    private static LogLine? cached;

    /// <summary>
    /// Writes a line, with its end; nothing for a request that is not among those that are logged, unless something is
    /// wrong with it.
    /// </summary>
    /// <param name="entry">What is logged.</param>
    /// <param name="output">Takes UTF-8.</param>
    public void Write<TState>(in LogEntry<TState> entry, IBufferWriter<byte> output)
    {
        LogLine line = cached ??= new LogLine();
        line.Read(entry, writer);
        if (entry.LogLevel >= LogLevel.Warning || line.CorrelationId is not string request || policy.Keeps(request))
            WriteLine(new LogMoment(time.GetUtcNow(), entry.LogLevel, entry.EventId, entry.Exception), line, output);
    }

    /// <summary>Writes it, with its end.</summary>
    private protected abstract void WriteLine(in LogMoment moment, LogLine line, IBufferWriter<byte> output);
}
