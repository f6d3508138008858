using LlamaOrch.Contracts.Processes;

namespace LlamaOrch.Hosting.Startup;

/// <summary>
/// How many files and connections the system lets this process have. A limit that is too low breaks .NET itself in the
/// middle of a start, so it is checked before anything else.
/// </summary>
public static class OpenFiles
{
    /// <summary>
    /// What a control plane needs: some 270 are taken by its libraries and database, the rest is for connections.
    /// </summary>
    public const int ControlPlaneMin = 512;

    /// <summary>What a node agent needs.</summary>
    public const int NodeMin = 256;

    private const string LimitsFile = "/proc/self/limits";
    private const string Row = "Max open files";

    /// <summary>Checks the limit of this process; where the system does not tell it, nothing is refused.</summary>
    /// <param name="program">The program's name, for the sentence.</param>
    /// <param name="min">What it needs.</param>
    /// <exception cref="StartupException">The limit is lower.</exception>
    public static void Check(string program, int min)
    {
        try
        {
            string? row = File.Exists(LimitsFile)
                ? File.ReadLines(LimitsFile).FirstOrDefault(line => line.StartsWith(Row, StringComparison.Ordinal))
                : null;
            if (ProblemOf(row, program, min) is string problem)
                throw new StartupException(ExitCode.MissingPrerequisite, problem);
        }
        catch (Exception unknown) when (unknown is IOException or UnauthorizedAccessException)
        {
            // Not every system tells it; a start that can't succeed then fails later.
        }
    }

    /// <summary>What is wrong with a row of the system's limits; null for nothing.</summary>
    internal static string? ProblemOf(string? row, string program, int min)
    {
        string? soft = row?[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return int.TryParse(soft, out int limit) && limit < min
            ? $"Only {limit} files and connections may be open at once, and {program} needs {min}: raise the limit, for"
                + " instance by 'ulimit -n 4096' or by LimitNOFILE= of its systemd unit."
            : null;
    }
}
