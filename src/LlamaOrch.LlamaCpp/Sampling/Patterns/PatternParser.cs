using LlamaOrch.LlamaCpp.Sampling.Automata;

namespace LlamaOrch.LlamaCpp.Sampling.Patterns;

/// <summary>
/// Reads the regular part of ECMA 262's regular expressions, with look-aheads: everything but look-behinds, back
/// references, word boundaries and properties of scripts. Lazy quantifiers are as good as greedy ones here, since only
/// whether a text matches counts.
/// </summary>
internal ref struct PatternParser
{
    private const int DepthMax = 50;
    private const int RepeatMax = 2000;

    private PatternScanner _scanner;
    private int _depth;

    private PatternParser(string pattern) => _scanner = new PatternScanner(pattern);

    /// <summary>The expression's parts.</summary>
    /// <exception cref="AutomatonException">It is malformed, too large, or holds what is not regular.</exception>
    public static PatternNode Parse(string pattern)
    {
        var parser = new PatternParser(pattern);
        PatternNode node = parser.Choice();
        return parser._scanner.IsAtEnd
            ? node
            : throw new AutomatonException("has a ')' without its '('");
    }

    private PatternNode Choice()
    {
        if (++_depth > DepthMax)
            throw new AutomatonException($"nests deeper than {DepthMax}");
        var choices = new List<PatternNode> { Sequence() };
        while (_scanner.TryTake("|"))
            choices.Add(Sequence());
        _depth--;
        return choices.Count == 1 ? choices[0] : new PatternNode(PatternKind.Choice) { Parts = choices };
    }

    private PatternNode Sequence()
    {
        var parts = new List<PatternNode>();
        while (!_scanner.IsAtEnd && _scanner.Peek() is not ('|' or ')'))
            parts.Add(Quantified(Atom()));
        return parts.Count == 1 ? parts[0] : new PatternNode(PatternKind.Sequence) { Parts = parts };
    }

    private PatternNode Atom()
    {
        if (_scanner.TryTake("^"))
            return new PatternNode(PatternKind.Begin);
        if (_scanner.TryTake("$"))
            return new PatternNode(PatternKind.End);
        if (_scanner.TryTake("."))
            return new PatternNode(PatternKind.Set) { Set = CharSet.Dot };
        if (_scanner.TryTake("["))
            return new PatternNode(PatternKind.Set) { Set = PatternClass.Read(ref _scanner) };
        if (_scanner.TryTake("("))
            return Group();
        if (_scanner.TryTake("\\"))
            return new PatternNode(PatternKind.Set) { Set = PatternEscape.Read(ref _scanner, isInClass: false) };
        int point = _scanner.Take();
        return point is '*' or '+' or '?'
            ? throw new AutomatonException($"has a '{(char)point}' behind nothing")
            : new PatternNode(PatternKind.Set) { Set = CharSet.Of(new CharRange(point, point)) };
    }

    private PatternNode Group()
    {
        PatternNode node;
        if (_scanner.TryTake("?="))
            node = new PatternNode(PatternKind.Look) { Parts = [Choice()] };
        else if (_scanner.TryTake("?!"))
            node = new PatternNode(PatternKind.Look) { Parts = [Choice()], IsNegative = true };
        else if (_scanner.TryTake("?<=") || _scanner.TryTake("?<!"))
            throw new AutomatonException("looks behind");
        else
        {
            if (_scanner.TryTake("?<") || _scanner.TryTake("?P<"))
                _scanner.SkipName();
            else if (!_scanner.TryTake("?:") && _scanner.TryTake("?"))
                throw new AutomatonException("has a kind of group that ECMA 262 does not have");
            node = Choice();
        }

        return _scanner.TryTake(")") ? node : throw new AutomatonException("has a '(' without its ')'");
    }

    private PatternNode Quantified(PatternNode node)
    {
        (int Min, int? Max)? times = null;
        if (_scanner.TryTake("*"))
            times = (0, null);
        else if (_scanner.TryTake("+"))
            times = (1, null);
        else if (_scanner.TryTake("?"))
            times = (0, 1);
        else if (_scanner.TryTakeCounts(out int min, out int? max))
            times = (min, max);
        if (times is null)
            return node;
        _scanner.TryTake("?");
        if (times.Value.Max < times.Value.Min)
            throw new AutomatonException("has a repetition with its bounds in the wrong order");
        if (Math.Max(times.Value.Min, times.Value.Max ?? 0) > RepeatMax)
            throw new AutomatonException($"repeats more than {RepeatMax} times");
        return new PatternNode(PatternKind.Repeat) { Parts = [node], Min = times.Value.Min, Max = times.Value.Max };
    }
}
