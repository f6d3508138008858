using Microsoft.Extensions.Logging;

namespace LlamaOrch.Hosting.Logging;

/// <summary>Logs by lines.</summary>
/// <param name="formatter">Makes them.</param>
/// <param name="sink">Takes them; stays open.</param>
public sealed class LineLogProvider(LogLineFormatter formatter, ILineSink sink) : ILoggerProvider
{
    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new LineLogger(categoryName, formatter, sink);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The sink may be that of other daemons too, and whoever made it closes it.
    }
}
