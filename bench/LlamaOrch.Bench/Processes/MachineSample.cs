using System.Globalization;

namespace LlamaOrch.Bench.Processes;

/// <summary>Processor time of the whole machine since it started, without idling.</summary>
/// <param name="Busy">Over all cores.</param>
internal readonly record struct MachineSample(TimeSpan Busy)
{
    private const double SecondsPerTick = 0.01;

    /// <summary>Reads <c>/proc/stat</c>.</summary>
    public static MachineSample Take()
    {
        string line = File.ReadLines("/proc/stat").First();
        long[] ticks = [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .Select(field => long.Parse(field, CultureInfo.InvariantCulture))];
        // user, nice, system, idle, iowait, irq, softirq, steal; guest times are within user.
        long busy = ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7];
        return new MachineSample(TimeSpan.FromSeconds(busy * SecondsPerTick));
    }

    /// <summary>Time used since an earlier sample.</summary>
    public TimeSpan BusySince(MachineSample earlier) => Busy - earlier.Busy;
}
