using System.Numerics;
using LlamaOrch.Core.Fleet;

namespace LlamaOrch.Core.Placement.Index;

/// <summary>
/// The pools of one shape as a tournament: each knot knows the best pool below it and how many there are, so that the
/// best is known at once and a change costs one way from leaf to root.
/// </summary>
internal sealed class ShapeTree
{
    /// <summary>No pool.</summary>
    public const int None = -1;

    private readonly int leaves;
    private readonly int[] best;
    private readonly int[] counts;

    /// <summary>A tournament without players.</summary>
    /// <param name="sample">Any pool of the shape.</param>
    /// <param name="pools">How many it has.</param>
    public ShapeTree(PoolSnapshot sample, int pools)
    {
        Sample = sample;
        leaves = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(pools, 1));
        best = new int[2 * leaves];
        counts = new int[2 * leaves];
        Array.Fill(best, None);
    }

    /// <summary>Any pool of the shape.</summary>
    public PoolSnapshot Sample { get; }

    /// <summary>Pools for which it is worth to wait.</summary>
    public int Waitable { get; set; }

    /// <summary>The best pool that admits tasks now; <see cref="None"/> when none does.</summary>
    public int Best => best[1];

    /// <summary>How many admit tasks now.</summary>
    public int Count => counts[1];

    /// <summary>Sets a leaf: the pool that plays there, or <see cref="None"/>.</summary>
    public void Set(int position, int pool, IContest contest)
    {
        int knot = leaves + position;
        best[knot] = pool;
        counts[knot] = pool == None ? 0 : 1;
        for (knot /= 2; knot > 0; knot /= 2)
            Update(knot, contest);
    }

    /// <summary>Sets a leaf without playing; to be followed by <see cref="PlayAll"/>.</summary>
    public void Seat(int position, int pool)
    {
        best[leaves + position] = pool;
        counts[leaves + position] = pool == None ? 0 : 1;
    }

    /// <summary>Plays every match.</summary>
    public void PlayAll(IContest contest)
    {
        for (int knot = leaves - 1; knot > 0; knot--)
            Update(knot, contest);
    }

    /// <summary>
    /// The best pool that is not left out. Only knots whose best pool is left out are looked into, so it costs little
    /// unless many of the best ones are.
    /// </summary>
    public int BestBut(bool[] leftOut, IContest contest) => BestBelow(1, leftOut, contest);

    /// <summary>How many pools before a position admit tasks now.</summary>
    public int CountBefore(int position)
    {
        int count = 0;
        for (int knot = leaves + position; knot > 1; knot /= 2)
            count += (knot & 1) == 1 ? counts[knot - 1] : 0;
        return count;
    }

    /// <summary>The pool with a number among those that admit tasks, by position.</summary>
    public int At(int number)
    {
        int knot = 1;
        while (knot < leaves)
        {
            knot *= 2;
            if (number >= counts[knot])
            {
                number -= counts[knot];
                knot++;
            }
        }

        return best[knot];
    }

    private int BestBelow(int knot, bool[] leftOut, IContest contest)
    {
        int pool = best[knot];
        if (pool == None || !leftOut[pool])
            return pool;
        if (knot >= leaves)
            return None;
        int left = BestBelow(2 * knot, leftOut, contest);
        int right = BestBelow((2 * knot) + 1, leftOut, contest);
        return left == None ? right : right == None ? left : contest.Winner(left, right);
    }

    private void Update(int knot, IContest contest)
    {
        int left = best[2 * knot];
        int right = best[(2 * knot) + 1];
        best[knot] = left == None ? right : right == None ? left : contest.Winner(left, right);
        counts[knot] = counts[2 * knot] + counts[(2 * knot) + 1];
    }
}
