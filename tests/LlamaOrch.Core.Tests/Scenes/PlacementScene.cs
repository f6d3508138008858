using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Placement.Index;

namespace LlamaOrch.Core.Tests.Scenes;

/// <summary>Pools of one model with an index over them; slots are lent and given back as a scheduler would.</summary>
internal sealed class PlacementScene
{
    private PoolCandidate[] candidates = [];
    private long fence;

    public PlacementScene(PlacementPolicy policy, params PoolReport[] pools)
    {
        Index.Board.Use(new PlacementRules(policy));
        if (pools.Length > 0)
            Fleet.Serve("n1", pools);
        Refresh();
    }

    public PlacementScene(params PoolReport[] pools)
        : this(PlacementPolicy.Default, pools)
    {
    }

    public FleetScene Fleet { get; } = new();

    public PlacementIndex Index { get; } = new(new ModelId(FleetScene.Model));

    public int Pools => candidates.Length;

    /// <summary>Takes the fleet as it is now.</summary>
    public void Refresh()
    {
        Dictionary<PoolId, PoolCandidate> before = candidates.ToDictionary(candidate => candidate.Pool.PoolId);
        candidates = [.. Fleet.Snapshot.PoolsOf(new ModelId(FleetScene.Model)).Select(pool =>
        {
            PoolCandidate known = before.GetValueOrDefault(pool.PoolId);
            return new PoolCandidate(pool, known.SlotsLent, known.LastGrant) { Rest = known.Rest };
        })];
        Index.Board.Take(candidates);
    }

    public string? Choose(PlacementRequest? request = null)
    {
        int chosen = Index.Choose(request ?? Wish());
        return chosen < 0 ? null : candidates[chosen].Pool.PoolId.Value;
    }

    /// <summary>What the pipeline, which looks at all pools one by one, chooses.</summary>
    public string? ChooseSlowly(PlacementRequest request)
    {
        PoolCandidate[] remembered = [.. candidates.Select((_, index) => Index.Remembered(index, request))];
        int chosen = new PlacementPipeline(Index.Board.Rules).Choose(remembered, request);
        return chosen < 0 ? null : candidates[chosen].Pool.PoolId.Value;
    }

    /// <summary>Chooses a pool and lends one of its slots.</summary>
    public string? Grant(PlacementRequest? wish = null)
    {
        PlacementRequest request = wish ?? Wish();
        int chosen = Index.Choose(request);
        if (chosen < 0)
            return null;
        candidates[chosen] = candidates[chosen] with
        {
            SlotsLent = candidates[chosen].SlotsLent + 1,
            LastGrant = ++fence,
        };
        Index.Board.Judge(chosen);
        Index.Memory.Granted(chosen, request);
        return candidates[chosen].Pool.PoolId.Value;
    }

    public void Release(string pool)
    {
        int index = Index.Board.IndexOf(new PoolId(pool));
        if (index < 0 || candidates[index].SlotsLent == 0)
            return;
        candidates[index] = candidates[index] with { SlotsLent = candidates[index].SlotsLent - 1 };
        Index.Board.Judge(index);
    }

    /// <summary>A pool rests, or does not.</summary>
    public void Rest(PoolId pool, PoolRest rest)
    {
        int index = Index.Board.IndexOf(pool);
        if (index < 0)
            return;
        candidates[index] = candidates[index] with { Rest = rest };
        Index.Board.Judge(index);
    }

    public PoolCandidate Candidate(string pool) => candidates[Index.Board.IndexOf(new PoolId(pool))];

    public static PlacementRequest Wish() => new() { Model = new ModelId(FleetScene.Model) };

    public static PlacementPreferences Wants(
        string? pin = null,
        string[]? prefer = null,
        string[]? avoid = null,
        string? devices = null,
        bool fallback = true) => new(
            pin is null ? null : new PoolId(pin), Named(prefer), Named(avoid), devices, fallback);

    public static PoolId[] Named(params string[]? pools) => [.. (pools ?? []).Select(pool => new PoolId(pool))];
}
