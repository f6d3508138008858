using Microsoft.Extensions.Logging;

namespace LlamaOrch.Hosting.Logging;

/// <summary>Where lines go.</summary>
public interface ILineSink
{
    /// <summary>Takes a line; safe from any thread.</summary>
    /// <param name="level">How bad what it says is.</param>
    /// <param name="line">UTF-8, with its end; not kept.</param>
    /// <returns>False when it is lost.</returns>
    bool Take(LogLevel level, ReadOnlySpan<byte> line);
}
