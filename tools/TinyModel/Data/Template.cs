using System.Text;

namespace LlamaOrch.Tools.TinyModel.Data;

/// <summary>A sentence grammar: <c>[one|two]</c> picks an alternative (nested as you like), <c>{name}</c> takes a
/// slot's value. <c>{a:name}</c> puts "a" or "an" before it. The first letter becomes a capital.</summary>
public static class Template
{
    /// <summary>Expands <paramref name="text"/>.</summary>
    /// <exception cref="KeyNotFoundException">A slot has no value.</exception>
    /// <exception cref="FormatException">A bracket is not closed.</exception>
    public static string Expand(SeededRandom random, string text, IReadOnlyDictionary<string, string> slots)
    {
        string chosen = Choose(random, text);
        string filled = Fill(chosen, slots).Replace("  ", " ").Trim();
        return Capitalise(filled);
    }

    /// <summary>"a fox", "an owl".</summary>
    public static string WithArticle(string noun) =>
        "aeiou".Contains(char.ToLowerInvariant(noun[0])) ? "an " + noun : "a " + noun;

    /// <summary>Makes the first letter a capital, looking past an opening quotation mark.</summary>
    public static string Capitalise(string text)
    {
        int at = text.StartsWith('"') ? 1 : 0;
        return at >= text.Length
            ? text
            : string.Concat(text.AsSpan(0, at), [char.ToUpperInvariant(text[at])], text.AsSpan(at + 1));
    }

    private static string Choose(SeededRandom random, string text)
    {
        int open = text.IndexOf('[');
        while (open >= 0)
        {
            List<int> bars = [open];
            int depth = 0;
            int close = open;
            for (; close < text.Length; close++)
            {
                depth += text[close] == '[' ? 1 : text[close] == ']' ? -1 : 0;
                if (depth == 0)
                {
                    break;
                }

                if (depth == 1 && text[close] == '|')
                {
                    bars.Add(close);
                }
            }

            if (close == text.Length)
            {
                throw new FormatException($"No closing bracket in '{text}'.");
            }

            bars.Add(close);
            int pick = random.Below(bars.Count - 1);
            string chosen = text[(bars[pick] + 1)..bars[pick + 1]];
            text = string.Concat(text.AsSpan(0, open), chosen, text.AsSpan(close + 1));
            open = text.IndexOf('[');
        }

        return text;
    }

    private static string Fill(string text, IReadOnlyDictionary<string, string> slots)
    {
        StringBuilder result = new();
        int at = 0;
        while (at < text.Length)
        {
            int open = text.IndexOf('{', at);
            if (open < 0)
            {
                break;
            }

            int close = text.IndexOf('}', open);
            string name = text[(open + 1)..close];
            bool article = name.StartsWith("a:", StringComparison.Ordinal);
            string value = slots[article ? name[2..] : name];
            result.Append(text, at, open - at).Append(article ? WithArticle(value) : value);
            at = close + 1;
        }

        return result.Append(text, at, text.Length - at).ToString();
    }
}
