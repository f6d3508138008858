using LlamaOrch.Hosting.Logging;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Cli.Home;

/// <summary>Writes the lines of one daemon of the home, as its formatter makes them.</summary>
/// <param name="formatter">Makes them.</param>
/// <param name="write">Takes them, without their end.</param>
internal sealed class FileLogProvider(LogLineFormatter formatter, Action<string> write) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new FileLogger(categoryName, formatter, write);

    public void Dispose()
    {
        // The file is everybody's, and whoever made it closes it.
    }
}
