namespace LlamaOrch.LlamaCpp.Sampling.Automata;

/// <summary>An automaton in the making, that may be in several states at once. It accepts in one state.</summary>
internal sealed class Nfa
{
    private const int StatesMax = 20_000;

    private readonly List<List<DfaEdge>> _edges = [];
    private readonly List<List<(EpsilonKind Kind, int Target)>> _epsilons = [];
    private readonly AutomatonBudget _budget;

    /// <summary>An automaton with nothing but its final state.</summary>
    public Nfa(AutomatonBudget budget)
    {
        _budget = budget;
        Final = AddState();
    }

    /// <summary>The state in which a text is accepted when it ends there.</summary>
    public int Final { get; }

    /// <summary>A new state.</summary>
    public int AddState()
    {
        if (_edges.Count >= StatesMax)
            throw new AutomatonException($"repeats too much: it needs more than {StatesMax} states");
        _edges.Add([]);
        _epsilons.Add([]);
        return _edges.Count - 1;
    }

    /// <summary>A transition for each character of a set.</summary>
    public void AddEdges(int from, CharSet set, int to)
    {
        _budget.Spend(set.Ranges.Count);
        foreach (CharRange range in set.Ranges)
            _edges[from].Add(new DfaEdge(range.Low, range.High, to));
    }

    /// <summary>A transition that takes no character.</summary>
    public void AddEpsilon(int from, int to, EpsilonKind kind = EpsilonKind.Always) => _epsilons[from].Add((kind, to));

    /// <summary>Copies an automaton in; its accepting states lead to the final one.</summary>
    public int Embed(Dfa dfa)
    {
        int first = _edges.Count;
        for (int state = 0; state < Math.Max(1, dfa.Count); state++)
            AddState();
        for (int state = 0; state < dfa.Count; state++)
        {
            foreach (DfaEdge edge in dfa.Edges(state))
                _edges[first + state].Add(edge with { Target = first + edge.Target });
            if (dfa.IsAccepting(state))
                AddEpsilon(first + state, Final);
        }

        return first;
    }

    /// <summary>The texts that lead from a state to the final one.</summary>
    /// <param name="entry">Where to begin.</param>
    /// <param name="isAtStart">Whether that is the text's beginning; null where it may be or not.</param>
    /// <exception cref="AutomatonException">
    /// There are too many states, or the text's beginning is asked for where it can't be known.
    /// </exception>
    public Dfa Determinise(int entry, bool? isAtStart)
    {
        var numbers = new Dictionary<string, int>();
        var order = new List<int[]>();
        var edges = new List<List<DfaEdge>>();
        var accepting = new List<bool>();
        _ = Number(Close([entry], isAtStart, isAtEnd: false), numbers, order);
        for (int i = 0; i < order.Count; i++)
        {
            accepting.Add(Close(order[i], i == 0 ? isAtStart : false, isAtEnd: true).Contains(Final));
            edges.Add(Step(order[i], set => Number(Close(set, isAtStart: false, isAtEnd: false), numbers, order)));
        }

        return Dfa.Trim(edges, accepting);
    }

    private int Number(int[] set, Dictionary<string, int> numbers, List<int[]> order)
    {
        _budget.Spend(set.Length);
        string key = string.Join(',', set);
        if (numbers.TryGetValue(key, out int number))
            return number;
        number = order.Count;
        numbers.Add(key, number);
        order.Add(set);
        AutomatonBudget.CheckStates(order.Count);
        return number;
    }

    /// <summary>Cuts the characters where any transition begins or ends; within a cut all lead to the same.</summary>
    private List<DfaEdge> Step(int[] set, Func<IEnumerable<int>, int> number)
    {
        List<DfaEdge> all = [.. set.SelectMany(state => _edges[state])];
        int[] cuts = [.. all.SelectMany(edge => (int[])[edge.Low, edge.High + 1]).Distinct().Order()];
        var steps = new List<DfaEdge>();
        for (int i = 0; i + 1 < cuts.Length; i++)
        {
            _budget.Spend(all.Count);
            int low = cuts[i];
            int[] targets = [.. all.Where(edge => edge.Low <= low && low <= edge.High).Select(edge => edge.Target)];
            if (targets.Length > 0)
                steps.Add(new DfaEdge(low, cuts[i + 1] - 1, number(targets)));
        }

        return steps;
    }

    private int[] Close(IEnumerable<int> states, bool? isAtStart, bool isAtEnd)
    {
        var closed = new HashSet<int>(states);
        var open = new Stack<int>(closed);
        while (open.TryPop(out int state))
        {
            _budget.Spend(1 + _epsilons[state].Count);
            foreach ((EpsilonKind kind, int target) in _epsilons[state])
            {
                bool isOpen = kind switch
                {
                    EpsilonKind.AtStart => isAtStart
                        ?? throw new AutomatonException("looks around where the text may have begun or not"),
                    EpsilonKind.AtEnd => isAtEnd,
                    _ => true,
                };
                if (isOpen && closed.Add(target))
                    open.Push(target);
            }
        }

        return [.. closed.Order()];
    }
}
