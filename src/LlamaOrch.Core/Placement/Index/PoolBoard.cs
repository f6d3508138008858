using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Placement.Affinity;

namespace LlamaOrch.Core.Placement.Index;

/// <summary>
/// How all pools of a model stand at this moment: which filter rejects each, whatever the task, its score, and a
/// tournament for each shape. Only what has changed is judged again.
/// </summary>
internal sealed class PoolBoard(ModelId model, PlacementMemory memory) : IContest
{
    private PoolCandidate[] candidates = [];
    private ShapeTree[] shapes = [];
    private int[] shapeOf = [];
    private int[] positionOf = [];
    private double[] scores = [];
    private sbyte[] rejectedBy = [];
    private bool[] rests = [];
    private int resting;
    private int[] rejected = [];
    private PlacementRules rules = new(PlacementPolicy.Default);
    private readonly PlacementRequest nobody = new() { Model = model };

    /// <summary>The pools, ordered by id.</summary>
    public ReadOnlySpan<PoolCandidate> Candidates => candidates;

    /// <summary>The tournaments, in the order of their shapes.</summary>
    public ReadOnlySpan<ShapeTree> Shapes => shapes;

    /// <summary>What they are judged by.</summary>
    public PlacementRules Rules => rules;

    /// <summary>How many pools each filter rejects whatever the task, by the filter's number.</summary>
    public ReadOnlySpan<int> Rejected => rejected;

    /// <summary>Whether some pool rests.</summary>
    public bool HasResting => resting > 0;

    /// <summary>
    /// Which filter rejects a pool whatever the task; <see cref="PlacementRules.Admitted"/> when none.
    /// </summary>
    public int RejectedBy(int index) => rejectedBy[index];

    /// <summary>Where a pool stands in the tournament of its shape.</summary>
    public int PositionOf(int index) => positionOf[index];

    /// <summary>The shape that a pool is of.</summary>
    public ShapeTree ShapeOf(int index) => shapes[shapeOf[index]];

    /// <summary>The pool of an id; -1 when it is none of them.</summary>
    public int IndexOf(PoolId poolId)
    {
        (int low, int high) = (0, candidates.Length - 1);
        while (low <= high)
        {
            int middle = (low + high) / 2;
            int order = string.CompareOrdinal(candidates[middle].Pool.PoolId.Value, poolId.Value);
            if (order == 0)
                return middle;
            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ShapeTree.None;
    }

    /// <summary>Judges all pools by other rules.</summary>
    public void Use(PlacementRules other)
    {
        rules = other;
        JudgeAll();
    }

    /// <summary>Takes the pools of now. The array stays the caller's, who tells of each change.</summary>
    public void Take(PoolCandidate[] now)
    {
        bool alike = IsAlike(now);
        PoolCandidate[] before = candidates;
        candidates = now;
        memory.Take(now);
        if (!alike)
        {
            Arrange();
            JudgeAll();
            return;
        }

        Array.ForEach(shapes, shape => shape.Waitable = 0);
        for (int index = 0; index < now.Length; index++)
        {
            shapes[shapeOf[index]].Waitable += now[index].Pool.WorthWaitingFor ? 1 : 0;
            if (!now[index].Pool.IsSameAs(before[index].Pool) || now[index].Rest != before[index].Rest)
                Judge(index);
        }
    }

    /// <summary>Judges one pool again: something of it has changed.</summary>
    public void Judge(int index)
    {
        int was = rejectedBy[index];
        Weigh(index);
        if (was != rejectedBy[index])
        {
            CountRejected(was, -1);
            CountRejected(rejectedBy[index], 1);
        }
        else if (was != PlacementRules.Admitted)
        {
            return;
        }

        shapes[shapeOf[index]].Set(
            positionOf[index], rejectedBy[index] == PlacementRules.Admitted ? index : ShapeTree.None, this);
    }

    public int Winner(int left, int right) => rules.Picker.Prefers(Scored(right), Scored(left)) ? right : left;

    /// <summary>Whether pools are counted in this order: by shape, then by id.</summary>
    public int CompareByShape(int left, int right)
    {
        int byShape = shapeOf[left].CompareTo(shapeOf[right]);
        return byShape != 0 ? byShape : left.CompareTo(right);
    }

    private ScoredPool Scored(int index) => new(candidates[index], scores[index]);

    private bool IsAlike(PoolCandidate[] now)
    {
        if (now.Length != candidates.Length || now.Length == 0)
            return false;
        for (int index = 0; index < now.Length; index++)
        {
            if (now[index].Pool.PoolId != candidates[index].Pool.PoolId
                || (!now[index].Pool.IsSameAs(candidates[index].Pool)
                    && PoolShape.Of(now[index].Pool) != PoolShape.Of(candidates[index].Pool)))
                return false;
        }

        return true;
    }

    private void Arrange()
    {
        shapeOf = new int[candidates.Length];
        positionOf = new int[candidates.Length];
        scores = new double[candidates.Length];
        rejectedBy = new sbyte[candidates.Length];
        rests = new bool[candidates.Length];
        resting = 0;
        var members = new SortedDictionary<PoolShape, List<int>>();
        for (int index = 0; index < candidates.Length; index++)
        {
            var shape = PoolShape.Of(candidates[index].Pool);
            if (!members.TryGetValue(shape, out List<int>? pools))
                members[shape] = pools = [];
            positionOf[index] = pools.Count;
            pools.Add(index);
        }

        shapes = new ShapeTree[members.Count];
        int number = 0;
        foreach (List<int> pools in members.Values)
        {
            foreach (int index in pools)
                shapeOf[index] = number;
            shapes[number++] = new ShapeTree(candidates[pools[0]].Pool, pools.Count)
            {
                Waitable = pools.Count(index => candidates[index].Pool.WorthWaitingFor),
            };
        }
    }

    private void JudgeAll()
    {
        rejected = new int[rules.Filters.Length];
        for (int index = 0; index < candidates.Length; index++)
        {
            Weigh(index);
            CountRejected(rejectedBy[index], 1);
            shapes[shapeOf[index]].Seat(
                positionOf[index], rejectedBy[index] == PlacementRules.Admitted ? index : ShapeTree.None);
        }

        foreach (ShapeTree shape in shapes)
            shape.PlayAll(this);
    }

    private void Weigh(int index)
    {
        PoolCandidate candidate = memory.Of(index, candidates[index]);
        rejectedBy[index] = (sbyte)rules.RejectedByPool(candidate, nobody);
        bool isResting = candidate.Rest != PoolRest.Awake;
        resting += (isResting ? 1 : 0) - (rests[index] ? 1 : 0);
        rests[index] = isResting;
        scores[index] = rules.Score(candidate, nobody);
    }

    private void CountRejected(int filter, int count)
    {
        if (filter != PlacementRules.Admitted)
            rejected[filter] += count;
    }
}
