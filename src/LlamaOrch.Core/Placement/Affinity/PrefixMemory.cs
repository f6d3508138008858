namespace LlamaOrch.Core.Placement.Affinity;

/// <summary>
/// Which pools have seen which beginnings of prompts lately. A table of fixed size without chains: a new prefix takes
/// the place of whatever stood there, so it forgets what is not used and can't grow.
/// </summary>
internal sealed class PrefixMemory
{
    /// <summary>How many prefixes of a model are remembered at most.</summary>
    public const int PrefixesMax = 16_384;

    /// <summary>Most pools that are remembered for one prefix.</summary>
    public const int PoolsMax = 4;

    /// <summary>Most pools that one look-up finds.</summary>
    public const int MatchesMax = 8;

    private readonly PrefixMatch[] matches = new PrefixMatch[MatchesMax];

    // Made when the first prompt is long enough: most models of a large catalog are idle.
    private ulong[] hashes = [];
    private PoolHistory?[] pools = [];

    /// <summary>A task with these blocks runs on a pool.</summary>
    public void Granted(IReadOnlyList<ulong> blocks, PoolHistory pool)
    {
        if (hashes.Length == 0)
        {
            hashes = new ulong[PrefixesMax];
            pools = new PoolHistory?[PrefixesMax * PoolsMax];
        }

        for (int index = 0; index < blocks.Count; index++)
            Note(blocks[index], pool);
    }

    /// <summary>
    /// The pools that have seen a beginning of the prompt, the longest first; good until the next look-up.
    /// </summary>
    public ReadOnlySpan<PrefixMatch> Find(IReadOnlyList<ulong> blocks)
    {
        int found = 0;
        if (hashes.Length == 0)
            return [];
        for (int length = blocks.Count; length > 0 && found < MatchesMax; length--)
        {
            ulong hash = blocks[length - 1];
            int place = Place(hash);
            if (hashes[place] != hash)
                continue;
            foreach (PoolHistory? pool in pools.AsSpan(place * PoolsMax, PoolsMax))
            {
                if (found < MatchesMax && pool is { Index: >= 0 } && !Knows(found, pool))
                    matches[found++] = new PrefixMatch(pool, (double)length / blocks.Count);
            }
        }

        return matches.AsSpan(0, found);
    }

    private static int Place(ulong hash) => (int)(hash % PrefixesMax);

    private bool Knows(int found, PoolHistory pool)
    {
        foreach (ref readonly PrefixMatch match in matches.AsSpan(0, found))
        {
            if (match.Pool == pool)
                return true;
        }

        return false;
    }

    private void Note(ulong hash, PoolHistory pool)
    {
        int place = Place(hash);
        Span<PoolHistory?> seen = pools.AsSpan(place * PoolsMax, PoolsMax);
        if (hashes[place] != hash)
        {
            hashes[place] = hash;
            seen.Clear();
        }

        // The latest first; the pool moves there from wherever it stood, else the oldest goes.
        int from = 0;
        while (from < PoolsMax - 1 && seen[from] is not null && seen[from] != pool)
            from++;
        seen[..from].CopyTo(seen[1..]);
        seen[0] = pool;
    }
}
