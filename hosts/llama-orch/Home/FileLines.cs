using System.Text;
using LlamaOrch.Hosting.Logging;
using Microsoft.Extensions.Logging;
using Serilog.Core;

namespace LlamaOrch.Cli.Home;

/// <summary>Writes lines into files that a library rolls and removes.</summary>
internal sealed class FileLines(Logger files) : ILineSink
{
    public bool Take(LogLevel level, ReadOnlySpan<byte> line)
    {
        files.Information("{Line:l}", Encoding.UTF8.GetString(line[..^1]));
        return true;
    }
}
