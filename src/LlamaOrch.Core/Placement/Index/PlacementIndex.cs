using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Placement.Affinity;
using LlamaOrch.Core.Placement.Pickers;

namespace LlamaOrch.Core.Placement.Index;

/// <summary>
/// Chooses what <see cref="PlacementPipeline"/> would choose, without looking at all pools: the best one for a task
/// that wants nothing in particular is known already, and whoever wants more names a bounded number of pools.
/// Allocates nothing.
/// </summary>
internal sealed class PlacementIndex
{
    private const int None = ShapeTree.None;
    private const int FirstFailedTier = 3;
    private const int Tiers = 6;

    private readonly PlacementMemory memory = new();
    private readonly PoolBoard board;
    private readonly List<int> named = [];
    private readonly List<int> left = [];
    private bool[] leftOut = [];

    /// <summary>An index without pools.</summary>
    /// <param name="model">The model that all its pools serve.</param>
    public PlacementIndex(ModelId model) => board = new PoolBoard(model, memory);

    /// <summary>How the pools stand.</summary>
    public PoolBoard Board => board;

    /// <summary>What is remembered of them.</summary>
    public PlacementMemory Memory => memory;

    /// <summary>
    /// The largest context, in tokens, for which some pool has a free slot now; -1 when no pool has one.
    /// </summary>
    public int Room
    {
        get
        {
            int room = None;
            foreach (ShapeTree shape in board.Shapes)
            {
                if (shape.Count > 0)
                {
                    int context = shape.Sample.ContextTokens;
                    room = Math.Max(room, context == 0 ? int.MaxValue : context);
                }
            }

            return room;
        }
    }

    /// <summary>The best pool for a request: its index, or -1 when none will do now.</summary>
    public int Choose(in PlacementRequest request)
    {
        int chosen = ChooseAwake(request);
        return chosen == None && board.HasResting && PlacementHope.MayDisturb(board.Candidates, board.Rules, request)
            ? ChooseResting(request with { IgnoresRest = true })
            : chosen;
    }

    private int ChooseAwake(in PlacementRequest request)
    {
        bool hasFailed = request.Failed is { Count: > 0 };
        if (request.Preferences is null && !hasFailed && request.Barred is not { Count: > 0 })
            return Best(request);

        int chosen = AmongWanted(request, 0);
        if (chosen == None && MayGoAnywhere(request.Preferences))
            chosen = BestOfOthers(request);
        if (chosen != None || !hasFailed)
            return chosen;
        chosen = AmongWanted(request, FirstFailedTier);
        return chosen != None ? chosen : Among(request.Failed!, FirstFailedTier + 2, request);
    }

    /// <summary>
    /// The context to ask for so that a prompt goes where it is likely to fit: as much as it is likely to need, but no
    /// more than the largest pool has that the task may wait for. So an estimate never refuses a task.
    /// </summary>
    /// <param name="request">The task, with the context that it needs in any case.</param>
    /// <param name="likelyTokens">What its prompt is likely to need.</param>
    public int ContextFor(in PlacementRequest request, int likelyTokens)
    {
        if (likelyTokens <= request.ContextTokens || !MayGoAnywhere(request.Preferences))
            return request.ContextTokens;
        int most = request.ContextTokens;
        foreach (ShapeTree shape in board.Shapes)
        {
            int context = shape.Sample.ContextTokens == 0 ? int.MaxValue : shape.Sample.ContextTokens;
            if (context > most && shape.Waitable > FailedOf(shape, request) && Suits(shape, request))
                most = context;
        }

        return Math.Min(likelyTokens, most);
    }

    /// <summary>An answer's first token came from a pool.</summary>
    public void Observe(PoolId poolId, double firstTokenMs)
    {
        (int observed, int forgotten) = memory.Observe(poolId, firstTokenMs);
        if (observed >= 0)
            board.Judge(observed);
        if (forgotten >= 0)
            board.Judge(forgotten);
    }

    /// <summary>A pool as it is scored for a request.</summary>
    public PoolCandidate Remembered(int index, in PlacementRequest request) =>
        memory.Of(index, board.Candidates[index], request);

    /// <summary>Whether a shape is what the request wants.</summary>
    public bool Suits(ShapeTree shape, in PlacementRequest request) =>
        (request.Engine is null && request.ContextTokens == 0 && request.Preferences?.DeviceMask is null)
        || board.Rules.RejectedByShape(new PoolCandidate(shape.Sample, 0, 0), request) == PlacementRules.Admitted;

    /// <summary>The best of the pools that nothing but their rest keeps from the task.</summary>
    private int ChooseResting(in PlacementRequest request)
    {
        for (int tier = 0; tier < Tiers; tier++)
        {
            named.Clear();
            for (int index = 0; index < board.Candidates.Length; index++)
            {
                if (request.TierOf(board.Candidates[index].Pool.PoolId) == tier
                    && board.Rules.RejectedBy(board.Candidates[index], request) == PlacementRules.Admitted)
                    named.Add(index);
            }

            if (named.Count > 0)
                return PickNamed(request);
        }

        return None;
    }

    private static bool MayGoAnywhere(PlacementPreferences? preferences) =>
        preferences is null or { AllowFallback: true } or { Pin: null, Prefer.Count: 0 };

    /// <summary>How many of a shape's pools that are worth waiting for the task has failed on.</summary>
    private int FailedOf(ShapeTree shape, in PlacementRequest request) =>
        FailedOf(shape, request.Failed) + FailedOf(shape, request.Barred);

    private int FailedOf(ShapeTree shape, IReadOnlyList<PoolId>? failed)
    {
        int count = 0;
        for (int at = 0; at < failed?.Count; at++)
        {
            int index = board.IndexOf(failed[at]);
            count += index != None && board.ShapeOf(index) == shape && board.Candidates[index].Pool.WorthWaitingFor
                ? 1
                : 0;
        }

        return count;
    }

    private int AmongWanted(in PlacementRequest request, int tier)
    {
        if (request.Preferences is not PlacementPreferences wanted)
            return None;
        if (wanted.Pin is PoolId pin)
        {
            named.Clear();
            Name(pin, tier, request);
            if (named.Count > 0)
                return named[0];
        }

        return wanted.Prefer.Count > 0 ? Among(wanted.Prefer, tier + 1, request) : None;
    }

    private int Among(IReadOnlyList<PoolId> pools, int tier, in PlacementRequest request)
    {
        named.Clear();
        for (int index = 0; index < pools.Count; index++)
            Name(pools[index], tier, request);
        if (named.Count == 0)
            return None;
        KeepRoomy(request);
        return PickNamed(request);
    }

    /// <summary>Leaves out named pools without room for the whole answer, if some have it.</summary>
    private void KeepRoomy(in PlacementRequest request)
    {
        int kept = 0;
        for (int at = 0; at < named.Count; at++)
        {
            if (request.HasRoom(board.Candidates[named[at]].Pool.ContextTokens))
                named[kept++] = named[at];
        }

        if (kept > 0)
            named.RemoveRange(kept, named.Count - kept);
    }

    /// <summary>Adds a pool that admits the task and is wanted as much as <paramref name="tier"/> says.</summary>
    private void Name(PoolId poolId, int tier, in PlacementRequest request)
    {
        int index = board.IndexOf(poolId);
        if (index != None
            && request.TierOf(poolId) == tier
            && board.RejectedBy(index) == PlacementRules.Admitted
            && board.Rules.RejectedBy(board.Candidates[index], request) == PlacementRules.Admitted
            && !named.Contains(index))
            named.Add(index);
    }

    private int PickNamed(in PlacementRequest request)
    {
        if (board.Rules.Picker is RandomPicker)
        {
            named.Sort(board.CompareByShape);
            return named[RandomPicker.Drawn(request.Draw, named.Count)];
        }

        int plain = named[0];
        foreach (int index in named)
            plain = board.Winner(plain, index);
        return BestOf(named, plain, request);
    }

    /// <summary>The best pool that is neither named as failed nor to be avoided.</summary>
    private int BestOfOthers(in PlacementRequest request)
    {
        if (leftOut.Length != board.Candidates.Length)
            leftOut = new bool[board.Candidates.Length];
        LeaveOut(request.Failed);
        LeaveOut(request.Barred);
        LeaveOut(request.Preferences?.Avoid);
        int best = Best(request);
        foreach (int index in left)
            leftOut[index] = false;
        left.Clear();
        return best;
    }

    private void LeaveOut(IReadOnlyList<PoolId>? pools)
    {
        for (int at = 0; at < pools?.Count; at++)
        {
            int index = board.IndexOf(pools[at]);
            if (index == None || board.RejectedBy(index) != PlacementRules.Admitted || leftOut[index])
                continue;
            left.Add(index);
            leftOut[index] = true;
        }
    }

    private int Best(in PlacementRequest request)
    {
        if (request.RoomTokens <= request.ContextTokens)
            return BestThatSuits(request);
        int roomy = BestThatSuits(request with { ContextTokens = request.RoomTokens });
        return roomy != None ? roomy : BestThatSuits(request);
    }

    private int BestThatSuits(in PlacementRequest request)
    {
        if (board.Rules.Picker is RandomPicker)
            return Draw(request);
        int plain = None;
        foreach (ShapeTree shape in board.Shapes)
        {
            if (shape.Count == 0 || !Suits(shape, request))
                continue;
            int best = left.Count == 0 ? shape.Best : shape.BestBut(leftOut, board);
            if (best != None)
                plain = plain == None ? best : board.Winner(plain, best);
        }

        if (plain == None || (request.Session is null && request.PromptBlocks is not { Count: > 0 }))
            return plain;
        // Whoever is not related to the task has the score by which the plain one is the best already.
        named.Clear();
        memory.AddRelated(request, named);
        for (int at = named.Count - 1; at >= 0; at--)
        {
            if (named[at] == plain || !Plays(named[at], request))
                named.RemoveAt(at);
        }

        named.Add(plain);
        return BestOf(named, plain, request);
    }

    private bool Plays(int index, in PlacementRequest request) =>
        board.RejectedBy(index) == PlacementRules.Admitted
        && (left.Count == 0 || !leftOut[index])
        && Suits(board.ShapeOf(index), request);

    private int BestOf(List<int> pools, int plain, in PlacementRequest request)
    {
        PoolCandidate forgotten = memory.Of(plain, board.Candidates[plain]);
        (int best, ScoredPool bestPool) = (None, default);
        foreach (int index in pools)
        {
            PoolCandidate candidate = board.Rules.Balanced(Remembered(index, request), forgotten);
            var challenger = new ScoredPool(candidate, board.Rules.Score(candidate, request));
            if (best == None || board.Rules.Picker.Prefers(challenger, bestPool))
                (best, bestPool) = (index, challenger);
        }

        return best;
    }

    private int Draw(in PlacementRequest request)
    {
        left.Sort(board.CompareByShape);
        int count = 0;
        foreach (ShapeTree shape in board.Shapes)
            count += Suits(shape, request) ? shape.Count - LeftOutOf(shape) : 0;
        if (count == 0)
            return None;
        int number = RandomPicker.Drawn(request.Draw, count);
        foreach (ShapeTree shape in board.Shapes)
        {
            if (!Suits(shape, request))
                continue;
            int here = shape.Count - LeftOutOf(shape);
            if (number < here)
                return At(shape, number);
            number -= here;
        }

        return None;
    }

    private int LeftOutOf(ShapeTree shape)
    {
        int count = 0;
        foreach (int index in left)
            count += board.ShapeOf(index) == shape ? 1 : 0;
        return count;
    }

    /// <summary>The pool with a number among those of a shape that are not left out.</summary>
    private int At(ShapeTree shape, int number)
    {
        foreach (int index in left)
        {
            if (board.ShapeOf(index) == shape && shape.CountBefore(board.PositionOf(index)) <= number)
                number++;
        }

        return shape.At(number);
    }
}
