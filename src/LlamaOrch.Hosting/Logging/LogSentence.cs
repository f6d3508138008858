using System.Text;

namespace LlamaOrch.Hosting.Logging;

/// <summary>
/// Fills a message's template itself instead of taking the text that the logger made, so that what a type hides is
/// hidden in the sentence too.
/// </summary>
internal static class LogSentence
{
    [ThreadStatic]
    private static StringBuilder? cached;

    /// <summary>The sentence.</summary>
    /// <param name="template">The template, such as <c>Pool {PoolId} is ready</c>.</param>
    /// <param name="values">The parameters by name.</param>
    /// <param name="used">Takes the names that stand in the template.</param>
    public static string Of(
        string template, List<KeyValuePair<string, object?>> values, List<string> used)
    {
        StringBuilder sentence = (cached ??= new StringBuilder()).Clear();
        int at = 0;
        while (at < template.Length && sentence.Length <= LogLimits.SentenceLengthMax)
        {
            char c = template[at];
            int end = c == '{' ? template.IndexOf('}', at) : -1;
            bool isDoubled = c is '{' or '}' && at + 1 < template.Length && template[at + 1] == c;
            if (isDoubled || end < 0)
            {
                sentence.Append(c);
                at += isDoubled ? 2 : 1;
                continue;
            }

            Fill(sentence, template.AsSpan(at + 1, end - at - 1), values, used);
            at = end + 1;
        }

        return LogLimits.Cut(sentence.ToString(), LogLimits.SentenceLengthMax);
    }

    private static void Fill(
        StringBuilder sentence,
        ReadOnlySpan<char> hole,
        List<KeyValuePair<string, object?>> values,
        List<string> used)
    {
        int colon = hole.IndexOf(':');
        string? format = colon < 0 ? null : hole[(colon + 1)..].ToString();
        ReadOnlySpan<char> name = colon < 0 ? hole : hole[..colon];
        foreach ((string key, object? value) in values)
        {
            if (!name.Equals(key, StringComparison.OrdinalIgnoreCase))
                continue;
            used.Add(key);
            sentence.Append(LogValue.Text(value, format));
            return;
        }
    }
}
