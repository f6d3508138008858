using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Placement.Affinity;

/// <summary>What a scheduler has seen of one pool; begins anew when the pool leaves the fleet and comes back.</summary>
internal sealed class PoolHistory(PoolId poolId)
{
    /// <summary>The index of a pool that has left.</summary>
    public const int Gone = -1;

    // A weight of 1/8 forgets a slow start after about ten answers and still smooths single long prompts.
    private const double Weight = 0.125;

    /// <summary>The pool.</summary>
    public PoolId PoolId => poolId;

    /// <summary>Its index among the candidates; <see cref="Gone"/> when it is none any more.</summary>
    public int Index { get; set; } = Gone;

    /// <summary>Grants so far.</summary>
    public long Grants { get; set; }

    /// <summary>How many of the model's latest grants it got.</summary>
    public int Recent { get; set; }

    /// <summary>Smoothed first-token latency, milliseconds; 0 while unknown.</summary>
    public double FirstTokenMs { get; private set; }

    /// <summary>The number of the model's observation that was its last.</summary>
    public long ObservedAt { get; private set; }

    /// <summary>An answer's first token came.</summary>
    public void Observe(double firstTokenMs, long number)
    {
        // Never 0, which means unknown.
        double sample = Math.Max(firstTokenMs, 0.001);
        FirstTokenMs = FirstTokenMs == 0 ? sample : FirstTokenMs + (Weight * (sample - FirstTokenMs));
        ObservedAt = number;
    }

    /// <summary>What is known of its latency is too old to go by.</summary>
    public void ForgetLatency() => FirstTokenMs = 0;
}
