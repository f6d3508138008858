using System.Globalization;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Leases;

/// <summary>
/// How fences and lease ids are numbered: a lease id is its fence in hexadecimal, and the fences of one life of the
/// control plane begin at its start time in microseconds, which no rate of grants can outrun.
/// </summary>
public static class LeaseNumbers
{
    /// <summary>The fence that a life which begins now counts from; above every fence of an earlier life.</summary>
    public static long FirstFence(DateTimeOffset now) => now.ToUnixTimeMilliseconds() * 1000;

    /// <summary>The lease's id.</summary>
    public static LeaseId IdOf(long fence) => new(fence.ToString("x", CultureInfo.InvariantCulture));

    /// <summary>
    /// Whether a lease was granted by somebody else: by an earlier life of the control plane, or not by one.
    /// </summary>
    public static bool IsForeign(LeaseId lease, long firstFence) =>
        !long.TryParse(lease.Value, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out long fence)
        || fence < firstFence;
}
