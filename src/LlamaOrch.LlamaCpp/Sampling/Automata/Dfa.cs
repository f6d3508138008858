namespace LlamaOrch.LlamaCpp.Sampling.Automata;

/// <summary>
/// A deterministic automaton over code points: a set of texts that can be intersected, complemented and asked. State 0
/// is the start; one without states is the empty set. From each state a text of the set can still be reached, so that
/// whoever generates by it never gets stuck.
/// </summary>
internal sealed class Dfa
{
    private const int MinimisedMax = 600;

    private readonly List<DfaEdge[]> _edges;
    private readonly List<bool> _accepting;

    private Dfa(List<DfaEdge[]> edges, List<bool> accepting) => (_edges, _accepting) = (edges, accepting);

    /// <summary>Number of states.</summary>
    public int Count => _edges.Count;

    /// <summary>Whether no text is in the set.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>The transitions of a state, sorted and without overlap.</summary>
    public IReadOnlyList<DfaEdge> Edges(int state) => _edges[state];

    /// <summary>Whether a text may end in this state.</summary>
    public bool IsAccepting(int state) => _accepting[state];

    /// <summary>An automaton of these states, without those that lead nowhere.</summary>
    public static Dfa Trim(IReadOnlyList<IReadOnlyList<DfaEdge>> edges, IReadOnlyList<bool> accepting)
    {
        bool[] isAlive = Alive(edges, accepting);
        if (edges.Count == 0 || !isAlive[0])
            return new Dfa([], []);
        var numbers = new Dictionary<int, int> { [0] = 0 };
        var order = new List<int> { 0 };
        var kept = new List<DfaEdge[]>();
        for (int i = 0; i < order.Count; i++)
        {
            var targets = new List<DfaEdge>();
            foreach (DfaEdge edge in edges[order[i]].Where(edge => isAlive[edge.Target]))
            {
                if (!numbers.TryGetValue(edge.Target, out int number))
                {
                    number = order.Count;
                    numbers.Add(edge.Target, number);
                    order.Add(edge.Target);
                }

                if (targets.Count > 0 && targets[^1].Target == number && targets[^1].High + 1 == edge.Low)
                    targets[^1] = targets[^1] with { High = edge.High };
                else
                    targets.Add(new DfaEdge(edge.Low, edge.High, number));
            }

            kept.Add([.. targets]);
        }

        return new Dfa(kept, [.. order.Select(state => accepting[state])]);
    }

    /// <summary>Texts of a number of characters; <paramref name="max"/> null is without end.</summary>
    public static Dfa OfLength(int min, int? max)
    {
        int last = max ?? min;
        AutomatonBudget.CheckStates(last);
        DfaEdge[] To(int target) => [.. CharSet.Any.Ranges.Select(range => new DfaEdge(range.Low, range.High, target))];
        var edges = new List<DfaEdge[]>();
        for (int state = 0; state < last; state++)
            edges.Add(To(state + 1));
        edges.Add(max is null ? To(last) : []);
        return Trim(edges, [.. Enumerable.Range(0, last + 1).Select(state => state >= min)]);
    }

    /// <summary>Whether a text is in the set.</summary>
    public bool Accepts(string text)
    {
        if (IsEmpty)
            return false;
        int state = 0;
        foreach (System.Text.Rune rune in text.EnumerateRunes())
        {
            int index = Array.FindIndex(_edges[state], edge => edge.Low <= rune.Value && rune.Value <= edge.High);
            if (index < 0)
                return false;
            state = _edges[state][index].Target;
        }

        return _accepting[state];
    }

    /// <summary>The texts in both sets.</summary>
    /// <exception cref="AutomatonException">There are too many states.</exception>
    public Dfa Intersect(Dfa other, AutomatonBudget budget)
    {
        if (IsEmpty || other.IsEmpty)
            return new Dfa([], []);
        var numbers = new Dictionary<(int, int), int> { [(0, 0)] = 0 };
        var order = new List<(int Left, int Right)> { (0, 0) };
        var edges = new List<List<DfaEdge>>();
        for (int i = 0; i < order.Count; i++)
        {
            (DfaEdge[] lefts, DfaEdge[] rights) = (_edges[order[i].Left], other._edges[order[i].Right]);
            budget.Spend(lefts.Length + rights.Length + 1);
            var both = new List<DfaEdge>();
            for (int l = 0, r = 0; l < lefts.Length && r < rights.Length;)
            {
                (int low, int high) = (Math.Max(lefts[l].Low, rights[r].Low), Math.Min(lefts[l].High, rights[r].High));
                if (low <= high)
                    both.Add(new DfaEdge(low, high, Number((lefts[l].Target, rights[r].Target), numbers, order)));
                if (lefts[l].High < rights[r].High)
                    l++;
                else
                    r++;
            }

            edges.Add(both);
        }

        return Trim(edges, [.. order.Select(pair => _accepting[pair.Left] && other._accepting[pair.Right])]);
    }

    /// <summary>The same set in as few states as can be; a large automaton stays as it is.</summary>
    public Dfa Minimise(AutomatonBudget budget)
    {
        if (Count > MinimisedMax)
            return this;
        int[] blocks = [.. _accepting.Select(isAccepting => isAccepting ? 1 : 0)];
        for (int known = 0, count = blocks.Distinct().Count(); count > known;)
        {
            var numbers = new Dictionary<string, int>();
            int[] finer = new int[Count];
            for (int state = 0; state < Count; state++)
            {
                budget.Spend(_edges[state].Length + 1);
                string key = $"{blocks[state]}:{string.Join(';', Steps(state, blocks))}";
                finer[state] = numbers.TryAdd(key, numbers.Count) ? numbers.Count - 1 : numbers[key];
            }

            (known, count, blocks) = (count, numbers.Count, finer);
        }

        // The first state has the first key, so that block 0 is the start.
        int[] first = [.. Enumerable.Range(0, Count).DistinctBy(state => blocks[state])];
        return Trim(
            [.. first.Select(state => Steps(state, blocks))], [.. first.Select(state => _accepting[state])]);
    }

    /// <summary>The texts of <see cref="CharSet.Any"/> that are not in the set.</summary>
    public Dfa Complement()
    {
        int sink = Math.Max(1, Count);
        var edges = new List<List<DfaEdge>>();
        for (int state = 0; state <= sink; state++)
        {
            DfaEdge[] known = state < Count ? _edges[state] : [];
            CharSet rest = CharSet.Any.Except(CharSet.Of(known.Select(edge => new CharRange(edge.Low, edge.High))));
            edges.Add([.. known.Concat(rest.Ranges.Select(range => new DfaEdge(range.Low, range.High, sink)))
                .OrderBy(edge => edge.Low)]);
        }

        return Trim(edges, [.. Enumerable.Range(0, sink + 1).Select(state => state >= Count || !_accepting[state])]);
    }

    /// <summary>A state's transitions between blocks; neighbours that lead to the same one are one.</summary>
    private List<DfaEdge> Steps(int state, int[] blocks)
    {
        var steps = new List<DfaEdge>();
        foreach (DfaEdge edge in _edges[state])
        {
            int block = blocks[edge.Target];
            if (steps.Count > 0 && steps[^1].Target == block && steps[^1].High + 1 == edge.Low)
                steps[^1] = steps[^1] with { High = edge.High };
            else
                steps.Add(edge with { Target = block });
        }

        return steps;
    }

    private static int Number(
        (int, int) pair, Dictionary<(int, int), int> numbers, List<(int Left, int Right)> order)
    {
        if (numbers.TryGetValue(pair, out int number))
            return number;
        number = order.Count;
        numbers.Add(pair, number);
        order.Add(pair);
        AutomatonBudget.CheckStates(order.Count);
        return number;
    }

    private static bool[] Alive(IReadOnlyList<IReadOnlyList<DfaEdge>> edges, IReadOnlyList<bool> accepting)
    {
        var sources = new List<int>[edges.Count];
        for (int state = 0; state < edges.Count; state++)
        {
            foreach (DfaEdge edge in edges[state])
                (sources[edge.Target] ??= []).Add(state);
        }

        bool[] isAlive = [.. accepting];
        var open = new Stack<int>(Enumerable.Range(0, edges.Count).Where(state => isAlive[state]));
        while (open.TryPop(out int state))
        {
            foreach (int source in sources[state] ?? [])
            {
                if (isAlive[source])
                    continue;
                isAlive[source] = true;
                open.Push(source);
            }
        }

        return isAlive;
    }
}
