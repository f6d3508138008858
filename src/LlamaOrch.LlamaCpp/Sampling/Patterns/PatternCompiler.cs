using LlamaOrch.LlamaCpp.Sampling.Automata;

namespace LlamaOrch.LlamaCpp.Sampling.Patterns;

/// <summary>
/// Makes an automaton of a regular expression. Each part is built in front of what follows it, so that a look-ahead
/// can be intersected with just that.
/// </summary>
internal sealed class PatternCompiler
{
    private const int LengthMax = 8192;

    // Halves of characters: no text that is written as UTF-8 holds one.
    private static readonly CharSet Surrogates = CharSet.Of(new CharRange(0xD800, 0xDFFF));

    private readonly AutomatonBudget _budget;
    private readonly Nfa _nfa;
    private readonly int _anything;

    private PatternCompiler(AutomatonBudget budget)
    {
        _budget = budget;
        _nfa = new Nfa(budget);
        _anything = _nfa.AddState();
        _nfa.AddEdges(_anything, CharSet.Any, _anything);
        _nfa.AddEpsilon(_anything, _nfa.Final);
    }

    /// <summary>The texts in which the expression matches somewhere, as JSON Schema's <c>pattern</c> has it.</summary>
    /// <exception cref="AutomatonException">It is malformed, too large, or not regular.</exception>
    public static Dfa Compile(string pattern, AutomatonBudget budget)
    {
        if (pattern.Length > LengthMax)
            throw new AutomatonException($"is longer than {LengthMax} characters");
        PatternNode node = PatternParser.Parse(pattern);
        var compiler = new PatternCompiler(budget);
        int match = compiler.Before(node, compiler._anything, isAtStart: null);
        int search = compiler._nfa.AddState();
        compiler._nfa.AddEdges(search, CharSet.Any, search);
        compiler._nfa.AddEpsilon(search, match);
        return compiler._nfa.Determinise(search, isAtStart: true);
    }

    /// <summary>The state from which the part and then <paramref name="next"/> is read.</summary>
    private int Before(PatternNode node, int next, bool? isAtStart) => node.Kind switch
    {
        PatternKind.Set => Set(node.Set, next),
        PatternKind.Sequence => Sequence(node.Parts, next, isAtStart),
        PatternKind.Choice => Choice(node.Parts.Select(part => Before(part, next, isAtStart))),
        PatternKind.Repeat => Repeat(node, next, isAtStart),
        PatternKind.Begin => Assertion(next, EpsilonKind.AtStart),
        PatternKind.End => Assertion(next, EpsilonKind.AtEnd),
        _ => Look(node, next, isAtStart),
    };

    private int Set(CharSet set, int next)
    {
        int state = _nfa.AddState();
        _nfa.AddEdges(state, set.Except(Surrogates), next);
        return state;
    }

    private int Sequence(IReadOnlyList<PatternNode> parts, int next, bool? isAtStart)
    {
        // Behind a '^' the text's beginning is known, as long as nothing was taken.
        bool?[] starts = new bool?[parts.Count];
        for (int i = 0; i < parts.Count; i++)
        {
            starts[i] = isAtStart;
            isAtStart = parts[i].Kind switch
            {
                PatternKind.Begin => true,
                PatternKind.Set => false,
                PatternKind.End or PatternKind.Look => isAtStart,
                _ => isAtStart == false ? false : null,
            };
        }

        for (int i = parts.Count - 1; i >= 0; i--)
            next = Before(parts[i], next, starts[i]);
        return next;
    }

    private int Choice(params IEnumerable<int> choices)
    {
        int state = _nfa.AddState();
        foreach (int choice in choices)
            _nfa.AddEpsilon(state, choice);
        return state;
    }

    private int Repeat(PatternNode node, int next, bool? isAtStart)
    {
        PatternNode body = node.Parts[0];
        // Only what is repeated at most once has its place where the repetition begins.
        bool? bodyStart = node.Max == 1 || isAtStart == false ? isAtStart : null;
        if (node.Max is int max)
        {
            for (int i = node.Min; i < max; i++)
                next = Choice(Before(body, next, bodyStart), next);
        }
        else
        {
            if (body.Looks)
                throw new AutomatonException("looks ahead within a repetition without end");
            int loop = _nfa.AddState();
            _nfa.AddEpsilon(loop, Before(body, loop, bodyStart));
            _nfa.AddEpsilon(loop, next);
            next = loop;
        }

        for (int i = 0; i < node.Min; i++)
            next = Before(body, next, bodyStart);
        return next;
    }

    private int Assertion(int next, EpsilonKind kind)
    {
        int state = _nfa.AddState();
        _nfa.AddEpsilon(state, next, kind);
        return state;
    }

    private int Look(PatternNode node, int next, bool? isAtStart)
    {
        Dfa wanted = _nfa.Determinise(Before(node.Parts[0], _anything, isAtStart), isAtStart);
        Dfa rest = _nfa.Determinise(next, isAtStart);
        return _nfa.Embed(rest.Intersect(node.IsNegative ? wanted.Complement() : wanted, _budget));
    }
}
