namespace LlamaOrch.LlamaCpp.Http.Requests;

/// <summary>
/// Bounds a client's own grammar before llama.cpp reads it. Its parser calls itself for each parenthesis, and writes
/// repetitions out: a short text could take the process's stack, or all memory.
/// </summary>
internal static class GrammarBounds
{
    private const int LengthMax = 256 * 1024;
    private const int NestingMax = 200;
    private const int RulesMax = 4096;
    private const long WrittenOutMax = 1_000_000;

    /// <summary>The grammar, when it is within the bounds.</summary>
    /// <exception cref="ApiException">It is not.</exception>
    public static string Check(string grammar)
    {
        if (grammar.Length > LengthMax)
            throw ApiException.InvalidField("grammar", $"must have at most {LengthMax} characters");
        int nesting = 0;
        int rules = 0;
        long writtenOut = 0;
        // What a repetition repeats has at most the size of the literal or class before it.
        int itemStart = 0;
        for (int at = 0; at < grammar.Length; at++)
        {
            switch (grammar[at])
            {
                case '"' or '[':
                    itemStart = at;
                    at = End(grammar, at, grammar[at] == '"' ? '"' : ']');
                    break;
                case '#':
                    at = Math.Max(at, grammar.IndexOf('\n', at) is var line and >= 0 ? line : grammar.Length);
                    break;
                case '(':
                    nesting++;
                    break;
                case ')':
                    nesting--;
                    itemStart = at;
                    break;
                case ':':
                    rules++;
                    break;
                case '{':
                    int close = End(grammar, at, '}');
                    writtenOut += (long)Largest(grammar.AsSpan(at + 1, close - at - 1)) * (at - itemStart + 1);
                    at = close;
                    break;
                case ' ' or '\n' or '|':
                    break;
                default:
                    itemStart = at;
                    break;
            }

            if (nesting > NestingMax)
                throw ApiException.InvalidField("grammar", $"must not nest deeper than {NestingMax}");
            if (rules > RulesMax)
                throw ApiException.InvalidField("grammar", $"must have at most {RulesMax} rules");
            if (writtenOut > WrittenOutMax)
                throw ApiException.InvalidField("grammar", "repeats too much: write less or smaller repetitions");
        }

        return grammar;
    }

    /// <summary>Where a literal, class or repetition ends; the text's last character where it does not.</summary>
    private static int End(string grammar, int at, char end)
    {
        for (int i = at + 1; i < grammar.Length; i++)
        {
            if (grammar[i] == '\\')
                i++;
            else if (grammar[i] == end)
                return i;
        }

        return grammar.Length - 1;
    }

    private static int Largest(ReadOnlySpan<char> counts)
    {
        int largest = 0;
        foreach (Range part in counts.Split(','))
        {
            ReadOnlySpan<char> count = counts[part].Trim();
            if (count.Length > 0)
                largest = Math.Max(largest, int.TryParse(count, out int value) ? value : int.MaxValue);
        }

        return largest;
    }
}
