using LlamaOrch.Contracts.ModelFiles;
using LlamaOrch.Contracts.Processes;

namespace LlamaOrch.LlamaCpp.Model;

/// <summary>Refuses a start that would end in swapping or in the kernel's out-of-memory killer.</summary>
internal static class MemoryCheck
{
    // Graph, logits and the runtime itself; measured at about 120 MB with a small model.
    private const long OverheadBytes = 160L << 20;

    // Keys and values are kept as F16.
    private const int CacheBytesPerNumber = 2;

    /// <summary>
    /// What weights and caches take together, in bytes; an estimate from above for known architectures.
    /// </summary>
    public static long RequiredBytes(GgufHeader header, long weightBytes, int slots, int contextTokens)
    {
        long layers = header.Number("block_count") ?? 0;
        long embedding = header.Number("embedding_length") ?? 0;
        long heads = Math.Max(1, header.Number("attention.head_count") ?? 1);
        long headsKv = header.Number("attention.head_count_kv") ?? heads;
        long keyLength = header.Number("attention.key_length") ?? embedding / heads;
        long valueLength = header.Number("attention.value_length") ?? embedding / heads;
        double cacheBytes = (double)slots * contextTokens * layers * headsKv * (keyLength + valueLength)
            * CacheBytesPerNumber;
        return (long)Math.Min(cacheBytes + weightBytes + OverheadBytes, long.MaxValue / 2);
    }

    /// <summary>Compares with what is free.</summary>
    /// <exception cref="StartupException">It does not fit.</exception>
    public static void Demand(long requiredBytes, long availableBytes, string modelPath)
    {
        if (requiredBytes <= availableBytes)
            return;
        throw new StartupException(
            ExitCode.TooLittleMemory,
            $"{Path.GetFileName(modelPath)} needs about {Megabytes(requiredBytes)} MB with this context and number of "
            + $"slots, and {Megabytes(availableBytes)} MB are free: take a smaller model, --ctx-size or --slots.");
    }

    /// <summary>
    /// Memory that this process may still take: the machine's, or its control group's where that is less.
    /// </summary>
    public static long AvailableBytes()
    {
        long available = MachineAvailableBytes();
        if (ReadNumber("/sys/fs/cgroup/memory.max") is long limit
            && ReadNumber("/sys/fs/cgroup/memory.current") is long current)
        {
            available = Math.Min(available, Math.Max(0, limit - current + ReclaimableBytes()));
        }

        return available;
    }

    private static long MachineAvailableBytes()
    {
        const string Label = "MemAvailable:";
        foreach (string line in File.ReadLines("/proc/meminfo"))
        {
            if (line.StartsWith(Label, StringComparison.Ordinal))
                return long.Parse(line.AsSpan(Label.Length).Trim(" kB")) * 1024;
        }

        return GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
    }

    /// <summary>Page cache counts as used in a control group, and is given back on demand.</summary>
    private static long ReclaimableBytes()
    {
        const string Label = "inactive_file ";
        const string Statistics = "/sys/fs/cgroup/memory.stat";
        if (!File.Exists(Statistics))
            return 0;
        string? line = File.ReadLines(Statistics).FirstOrDefault(l => l.StartsWith(Label, StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line.AsSpan(Label.Length));
    }

    private static long? ReadNumber(string path) =>
        File.Exists(path) && long.TryParse(File.ReadAllText(path).AsSpan().Trim(), out long number) ? number : null;

    private static long Megabytes(long bytes) => bytes / (1024 * 1024);
}
