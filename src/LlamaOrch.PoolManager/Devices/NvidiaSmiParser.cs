using System.Globalization;
using LlamaOrch.Contracts.Nodes;

namespace LlamaOrch.PoolManager.Devices;

/// <summary>
/// Reads the CSV of <c>nvidia-smi</c>. Whatever a driver does not tell ("[N/A]") counts as 0 or empty.
/// </summary>
internal static class NvidiaSmiParser
{
    /// <summary>The fields to ask for, in the order that <see cref="Parse"/> expects.</summary>
    public const string Query = "index,uuid,name,memory.total,memory.used,utilization.gpu,compute_cap";

    private const int Fields = 7;
    private const long Mebibyte = 1024 * 1024;

    /// <summary>The GPUs of an output with <c>noheader,nounits</c>; lines that are no such row are left out.</summary>
    public static IReadOnlyList<GpuReading> Parse(string output) =>
    [
        .. output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(',', StringSplitOptions.TrimEntries))
            .Where(row => row.Length == Fields && int.TryParse(row[0], out _))
            .Select(row => new GpuReading(
                new GpuDevice(row[0], row[2], Mebibytes(row[3]), Known(row[6])),
                row[1],
                Mebibytes(row[4]),
                Math.Clamp(Number(row[5]) / 100, 0, 1))),
    ];

    private static long Mebibytes(string field) => (long)Math.Max(0, Number(field)) * Mebibyte;

    private static double Number(string field) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
        && double.IsFinite(value)
            ? value
            : 0;

    private static string Known(string field) => field.StartsWith('[') ? string.Empty : field;
}
