namespace LlamaOrch.Core.Placement.Affinity;

/// <summary>Which pools got the model's latest grants; each pool's history knows how many of them it got.</summary>
internal sealed class RecentGrants
{
    /// <summary>How many grants are looked back.</summary>
    public const int Window = 64;

    private readonly PoolHistory?[] ring = new PoolHistory?[Window];
    private int next;

    /// <summary>Counts a grant, and the oldest one no more.</summary>
    public void Add(PoolHistory pool)
    {
        if (ring[next] is PoolHistory oldest)
            oldest.Recent--;
        ring[next] = pool;
        pool.Recent++;
        next = (next + 1) % Window;
    }
}
