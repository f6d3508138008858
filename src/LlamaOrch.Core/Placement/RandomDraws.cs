namespace LlamaOrch.Core.Placement;

/// <summary>Random numbers from a seed that is handed in (SplitMix64): the same seed draws the same.</summary>
internal struct RandomDraws(ulong seed)
{
    private ulong state = seed;

    /// <summary>The next number.</summary>
    public ulong Next()
    {
        state += 0x9E3779B97F4A7C15;
        ulong mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}
