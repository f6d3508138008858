using LlamaOrch.Hosting.Logging;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlamaOrch.Cli.Home;

/// <summary>The log of one category, in a file.</summary>
/// <param name="category">The category.</param>
/// <param name="formatter">Makes its lines.</param>
/// <param name="write">Takes them, without their end.</param>
internal sealed class FileLogger(string category, LogLineFormatter formatter, Action<string> write) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> toText)
    {
        using var text = new StringWriter();
        formatter.Write(
            new LogEntry<TState>(logLevel, category, eventId, state, exception, toText!), null, text);
        if (text.GetStringBuilder().Length > 0)
            write(text.ToString().TrimEnd('\n'));
    }
}
