using System.Text;
using LlamaOrch.LlamaCpp.Sampling.Automata;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>
/// Writes an automaton as rules, one a state. Such a grammar is never ambiguous: however a pattern was written,
/// llama.cpp follows one way through it.
/// </summary>
internal static class AutomatonGrammar
{
    private const int NamedClassLength = 24;

    /// <summary>The texts as JSON strings, quotes included.</summary>
    public static string Quoted(Dfa dfa, SchemaRules rules) => $"\"\\\"\" {Write(dfa, rules, Escaped, "\"\\\"\"")}";

    /// <summary>The texts as they are.</summary>
    public static string Plain(Dfa dfa, SchemaRules rules) => Write(dfa, rules, (set, _) => Class(set), "\"\"");

    private static string Write(Dfa dfa, SchemaRules rules, Func<CharSet, SchemaRules, string> chars, string end)
    {
        List<(int Target, CharSet Set)>[] groups =
            [.. Enumerable.Range(0, dfa.Count).Select(state => Group(dfa, state))];
        string Chars(CharSet set) => chars(set, rules);
        int[] sources = new int[dfa.Count];
        foreach ((int target, _) in groups.SelectMany(group => group))
            sources[target]++;

        // A state that only one other leads to, and that goes on in one way, is written in that other's place.
        bool IsInline(int state) => state != 0 && sources[state] == 1
            && groups[state].Count + (dfa.IsAccepting(state) ? 1 : 0) == 1;
        string?[] names = new string?[dfa.Count];
        for (int state = 0; state < dfa.Count; state++)
            names[state] = IsInline(state) ? null : rules.Reserve();
        for (int state = 0; state < dfa.Count; state++)
        {
            if (names[state] is not string name)
                continue;
            var choices = groups[state].ConvertAll(
                group => $"{Chars(group.Set)} {Next(group.Target, names, groups, Chars, end)}");
            if (dfa.IsAccepting(state))
                choices.Add(end);
            rules.Define(name, string.Join(" | ", choices));
        }

        return names[0]!;
    }

    private static string Next(
        int state, string?[] names, List<(int Target, CharSet Set)>[] groups, Func<CharSet, string> chars, string end)
    {
        var text = new StringBuilder();
        while (names[state] is null)
        {
            if (groups[state].Count == 0)
                return text.Append(end).ToString();
            text.Append(chars(groups[state][0].Set)).Append(' ');
            state = groups[state][0].Target;
        }

        return text.Append(names[state]).ToString();
    }

    private static List<(int Target, CharSet Set)> Group(Dfa dfa, int state) =>
        [.. dfa.Edges(state).GroupBy(edge => edge.Target).Select(group => (
            group.Key, CharSet.Of(group.Select(edge => new CharRange(edge.Low, edge.High)))))];

    /// <summary>Characters within a JSON string: some can't stand there as they are.</summary>
    private static string Escaped(CharSet set, SchemaRules rules)
    {
        if (set.Ranges.SequenceEqual(CharSet.Any.Ranges))
            return "char";
        CharSet special = CharSet.Of(
            new CharRange(0, 0x1F), new CharRange('"', '"'), new CharRange('\\', '\\'), new CharRange(0x7F, 0x7F));
        var choices = new List<string>();
        if (set.Except(special) is { IsEmpty: false } plain)
            choices.Add(Class(plain));
        foreach (CharRange range in set.Intersect(special).Ranges)
        {
            for (int point = range.Low; point <= range.High; point++)
                choices.Add(GrammarText.Literal(Escape(point)));
        }

        string text = GrammarText.AnyOf(choices);
        return text.Length > NamedClassLength ? rules.Add(text) : text;
    }

    private static string Escape(int point) => point switch
    {
        '"' => "\\\"",
        '\\' => "\\\\",
        '\b' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\f' => "\\f",
        '\r' => "\\r",
        _ => $"\\u{point:x4}",
    };

    private static string Class(CharSet set)
    {
        var text = new StringBuilder("[");
        foreach (CharRange range in set.Ranges)
        {
            text.Append(InClass(range.Low));
            if (range.High > range.Low)
                text.Append('-').Append(InClass(range.High));
        }

        return text.Append(']').ToString();
    }

    private static string InClass(int point) => point switch
    {
        _ when point < 128 && char.IsAsciiLetterOrDigit((char)point) => ((char)point).ToString(),
        < 0x100 => $"\\x{point:X2}",
        < 0x10000 => $"\\u{point:X4}",
        _ => $"\\U{point:X8}",
    };
}
