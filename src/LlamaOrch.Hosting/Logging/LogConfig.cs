using System.Text.Json;
using LlamaOrch.Contracts.Processes;

namespace LlamaOrch.Hosting.Logging;

/// <summary>Where the log settings come from: environment variables, and over them a JSON file.</summary>
/// <param name="Format">One of <see cref="LogFormats"/>.</param>
/// <param name="Base">What the environment says.</param>
/// <param name="File">The file; null for none.</param>
public sealed record LogConfig(string Format, LogSettings Base, string? File)
{
    /// <summary>The environment variable that names the file.</summary>
    public const string FileVariable = "LLORCH_LOG_CONFIG";

    /// <summary>Largest file, bytes.</summary>
    public const int FileBytesMax = 64 * 1024;

    /// <summary>
    /// What this process was started with. Without a format it is <see cref="LogFormats.Console"/> where somebody
    /// watches, at a terminal, and <see cref="LogFormats.Json"/> elsewhere.
    /// </summary>
    /// <exception cref="StartupException">A variable is not valid; the message lists every problem.</exception>
    public static LogConfig FromEnvironment() =>
        Of(Environment.GetEnvironmentVariable, isTerminal: !Console.IsOutputRedirected);

    /// <summary>What variables say.</summary>
    /// <param name="variable">A variable's value; null where it is not set.</param>
    /// <param name="isTerminal">Whether standard output is one.</param>
    /// <exception cref="StartupException">A variable is not valid; the message lists every problem.</exception>
    public static LogConfig Of(Func<string, string?> variable, bool isTerminal)
    {
        List<LogProblem> problems = [];
        LogSettings settings = LogSettingsReader.FromEnvironment(variable, problems);
        string? format = variable(LogFormats.Variable);
        if (string.IsNullOrEmpty(format))
            format = isTerminal ? LogFormats.Console : LogFormats.Json;
        if (!LogFormats.IsKnown(format))
            problems.Add(new LogProblem(LogFormats.Variable, $"'{format}' must be json or console"));
        Throw(problems);
        return new LogConfig(format, settings, variable(FileVariable) is { Length: > 0 } file ? file : null);
    }

    private byte[]? lastRead;

    /// <summary>
    /// Whether the file has another text than when it was last read. One that is gone or locked for a moment has not.
    /// </summary>
    public bool HasChanged()
    {
        try
        {
            return File is not null && !Bytes(File).AsSpan().SequenceEqual(lastRead);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The settings as they are now.</summary>
    /// <exception cref="StartupException">The file can't be used; the message lists every problem.</exception>
    public LogSettings Read()
    {
        if (File is null)
            return Base;
        List<LogProblem> problems = [];
        LogSettings settings = Base;
        try
        {
            lastRead = Bytes(File);
            if (lastRead.Length > FileBytesMax)
                throw new InvalidDataException($"is larger than {FileBytesMax} bytes");
            using JsonDocument json = JsonDocument.Parse(lastRead);
            settings = LogSettingsReader.FromJson(json.RootElement, Base, problems);
        }
        catch (Exception failure) when (failure
            is IOException or UnauthorizedAccessException or InvalidDataException or JsonException)
        {
            problems.Add(new LogProblem(File, failure is JsonException ? "is not JSON" : failure.Message));
        }

        Throw(problems);
        return settings;
    }

    private static byte[] Bytes(string path)
    {
        using FileStream file = System.IO.File.OpenRead(path);
        // One byte more than is taken tells a file that is too large.
        byte[] bytes = new byte[FileBytesMax + 1];
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    private static void Throw(List<LogProblem> problems)
    {
        if (problems.Count > 0)
            throw new StartupException(ExitCode.BadConfiguration, string.Join(Environment.NewLine, problems));
    }
}
