namespace LlamaOrch.Client.Decisions;

/// <summary>What each placement filter means, as the reason why it rejected a pool.</summary>
public static class FilterPhrases
{
    private static readonly Dictionary<string, string> Phrases = new(StringComparer.Ordinal)
    {
        ["model"] = "has the model, but serves another one",
        ["digest"] = "its model file is not the one that the catalog demands, or is not known yet",
        ["online"] = "its node is not online",
        ["ready"] = "it is not ready, or does not answer",
        ["draining"] = "it or its node drains",
        ["vram"] = "it has too little free device memory",
        ["free_slot"] = "no slot is free",
        ["resting"] = "it failed lately and rests, or is being tried with one request",
        ["engine"] = "it runs another engine than asked for",
        ["context"] = "its context is too small",
        ["device_mask"] = "it has other devices than asked for",
        ["pin"] = "the task is pinned to another pool",
        ["prefer"] = "the task prefers other pools, and may not fall back",
        ["avoid"] = "the task avoids it",
        ["failed"] = "the task has failed on it",
    };

    /// <summary>The filters that have a phrase.</summary>
    public static IEnumerable<string> Filters => Phrases.Keys;

    /// <summary>The phrase of a filter; its name for one that is not known here.</summary>
    public static string Of(string filter) => Phrases.GetValueOrDefault(filter, filter);
}
