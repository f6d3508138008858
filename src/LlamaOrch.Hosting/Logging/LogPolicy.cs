using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace LlamaOrch.Hosting.Logging;

/// <summary>The log settings in force. Loggers take a change at once, and ask for nothing in between.</summary>
public sealed class LogPolicy : IConfigureOptions<LoggerFilterOptions>, IOptionsChangeTokenSource<LoggerFilterOptions>
{
    private volatile LogSettings current;
    private ConfigurationReloadToken changed = new();

    /// <summary>A policy that begins with the settings given.</summary>
    public LogPolicy(LogSettings first) => current = first;

    /// <summary>What is in force.</summary>
    public LogSettings Current => current;

    /// <inheritdoc/>
    public string? Name => Options.DefaultName;

    /// <summary>Takes other settings.</summary>
    public void Change(LogSettings next)
    {
        current = next;
        Interlocked.Exchange(ref changed, new ConfigurationReloadToken()).OnReload();
    }

    /// <summary>Whether the lines below warn of a request are written.</summary>
    public bool Keeps(string correlationId) => LogSampling.Keeps(correlationId, current.Sampling);

    /// <inheritdoc/>
    public void Configure(LoggerFilterOptions options)
    {
        LogSettings settings = current;
        options.MinLevel = settings.Level;
        foreach ((string category, LogLevel level) in settings.Levels)
            options.AddFilter(category, level);
    }

    /// <inheritdoc/>
    public IChangeToken GetChangeToken() => Volatile.Read(ref changed);
}
