using System.Globalization;

namespace LlamaOrch.Bench.Processes;

/// <summary>What a process has used since it began, as the kernel tells.</summary>
/// <param name="User">Processor time in its own code.</param>
/// <param name="System">Processor time in the kernel for it.</param>
/// <param name="Switches">By thread id: times that a living thread gave up its core or lost it.</param>
/// <param name="ResidentBytes">Its memory.</param>
internal sealed record ProcessSample(
    TimeSpan User, TimeSpan System, IReadOnlyDictionary<string, long> Switches, long ResidentBytes)
{
    // USER_HZ, which the kernel fixes for /proc on this architecture: 10 ms.
    private const double SecondsPerTick = 0.01;

    /// <summary>Reads <c>/proc/PID</c>.</summary>
    /// <exception cref="IOException">There is no such process.</exception>
    public static ProcessSample Take(int pid)
    {
        string stat = File.ReadAllText($"/proc/{pid}/stat");
        // The name, in parentheses, may hold spaces; fields are numbered as in proc(5), the state being the third.
        string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return new ProcessSample(
            Ticks(fields[14 - 3]),
            Ticks(fields[15 - 3]),
            Switched(pid),
            long.Parse(fields[24 - 3], CultureInfo.InvariantCulture) * Environment.SystemPageSize);
    }

    /// <summary>What was used since an earlier sample.</summary>
    public ProcessUse Since(ProcessSample earlier) => new(
        User - earlier.User,
        System - earlier.System,
        Switches.Sum(thread => thread.Value - earlier.Switches.GetValueOrDefault(thread.Key)),
        Switches.Count,
        ResidentBytes,
        ResidentBytes - earlier.ResidentBytes);

    private static Dictionary<string, long> Switched(int pid)
    {
        Dictionary<string, long> threads = [];
        foreach (string task in Directory.EnumerateDirectories($"/proc/{pid}/task"))
        {
            try
            {
                threads[Path.GetFileName(task)] = File.ReadLines($"{task}/status")
                    .Where(line => line.Contains("ctxt_switches:", StringComparison.Ordinal))
                    .Sum(line => long.Parse(line[(line.IndexOf(':') + 1)..], CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // The thread ended while we looked.
            }
        }

        return threads;
    }

    private static TimeSpan Ticks(string field) =>
        TimeSpan.FromSeconds(long.Parse(field, CultureInfo.InvariantCulture) * SecondsPerTick);
}
