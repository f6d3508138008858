namespace LlamaOrch.Hosting.Logging;

/// <summary>
/// Which requests are logged when not all are. By a hash of the correlation id, so that every daemon keeps the same
/// ones and a request that is kept is kept whole.
/// </summary>
public static class LogSampling
{
    /// <summary>Whether a request is among a share of them.</summary>
    /// <param name="correlationId">The request's id.</param>
    /// <param name="share">0 for none to 1 for all.</param>
    public static bool Keeps(string correlationId, double share) =>
        share >= 1 || (share > 0 && Hash(correlationId) < share * (1UL << 32));

    // FNV-1a, then a mix of its bits: ids that differ in their last character only would lie close together. It is part
    // of what daemons of different versions agree on.
    private static uint Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text)
            hash = (hash ^ c) * 16777619;
        hash = (hash ^ (hash >> 16)) * 0x85ebca6b;
        hash = (hash ^ (hash >> 13)) * 0xc2b2ae35;
        return hash ^ (hash >> 16);
    }
}
