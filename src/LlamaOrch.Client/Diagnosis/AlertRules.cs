using System.Text.RegularExpressions;

namespace LlamaOrch.Client.Diagnosis;

/// <summary>
/// Which series each alert of the product's rule file is computed from, over the recorded series that it uses.
/// </summary>
internal sealed partial class AlertRules
{
    private readonly Dictionary<string, string> alerts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> records = new(StringComparer.Ordinal);

    private AlertRules()
    {
    }

    /// <summary>The alerts, by name.</summary>
    public IEnumerable<string> Alerts => alerts.Keys;

    /// <summary>Reads a rule file: a rule goes from its name to the next one's.</summary>
    public static AlertRules Parse(string yaml)
    {
        var rules = new AlertRules();
        Match[] starts = RuleStart().Matches(yaml).ToArray();
        for (int i = 0; i < starts.Length; i++)
        {
            int end = i + 1 < starts.Length ? starts[i + 1].Index : yaml.Length;
            string text = yaml[(starts[i].Index + starts[i].Length)..end];
            // A name may stand in a comment or in a sentence for people; only the expression counts.
            string expression = Expression().Match(text).Groups["text"].Value;
            var kind = starts[i].Groups["kind"].Value == "alert" ? rules.alerts : rules.records;
            // One recorded name may have several rules.
            kind[starts[i].Groups["name"].Value] =
                kind.GetValueOrDefault(starts[i].Groups["name"].Value, string.Empty) + " " + expression;
        }

        return rules;
    }

    /// <summary>The alerts that use a metric, directly or through recorded series, by name.</summary>
    public IReadOnlyList<string> Using(string metric)
    {
        HashSet<string> names = [metric, metric + "_bucket", metric + "_count", metric + "_sum"];
        bool grew;
        do
        {
            grew = false;
            foreach ((string record, string expression) in records)
                grew |= !names.Contains(record) && Mentions(expression, names) && names.Add(record);
        }
        while (grew);
        return [.. alerts.Where(alert => Mentions(alert.Value, names)).Select(alert => alert.Key).Order()];
    }

    private static bool Mentions(string expression, HashSet<string> names) =>
        Word().Matches(expression).Any(word => names.Contains(word.Value));

    [GeneratedRegex(@"^\s*- (?<kind>alert|record): *(?<name>\S+)\s*$", RegexOptions.Multiline)]
    private static partial Regex RuleStart();

    [GeneratedRegex(@"\bexpr:(?<text>.*?)(?=^\s*(for|labels|annotations|keep_firing_for):|\z)",
        RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Expression();

    [GeneratedRegex(@"[a-zA-Z_:][a-zA-Z0-9_:]*")]
    private static partial Regex Word();
}
