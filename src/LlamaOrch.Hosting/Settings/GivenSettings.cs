namespace LlamaOrch.Hosting.Settings;

/// <summary>Everything that was given in one place or several, and what was wrong with how it was given.</summary>
internal sealed class GivenSettings
{
    private readonly Dictionary<string, GivenSetting> values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The values, each with its origin.</summary>
    public IReadOnlyCollection<GivenSetting> Values => values.Values;

    /// <summary>What could not be read at all: a broken file, a stray word, a name without a value.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>
    /// Whether a whole source is missing. Rules are not checked then: most of what they would find wanting may stand
    /// in that source.
    /// </summary>
    public bool IsIncomplete { get; set; }

    /// <summary>Takes a value; the last one of a name holds.</summary>
    public void Add(string key, string value, string origin) => values[key] = new GivenSetting(key, value, origin);

    /// <summary>The value of a name; null when it was not given.</summary>
    public GivenSetting? Find(string key) => values.GetValueOrDefault(key);
}
