using LlamaOrch.Contracts.Engines;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.PoolManager.Slots;

namespace LlamaOrch.Simulation.Tests.Actors.Nodes;

/// <summary>One pool of a node: the real slot table, and beside it who really uses the slots.</summary>
internal sealed class NodePool(string id, string model, int slots, int contextTokens, SimulatedEngine engine)
{
    /// <summary>The pool.</summary>
    public PoolId PoolId { get; } = new(id);

    /// <summary>Its model.</summary>
    public ModelId ModelId { get; } = new(model);

    /// <summary>Slots as configured.</summary>
    public int SlotsTotal => slots;

    /// <summary>Its engine.</summary>
    public SimulatedEngine Engine => engine;

    /// <summary>The node's books.</summary>
    public SlotTable Slots { get; private set; } = new();

    /// <summary>Whether the node has seen the engine answer.</summary>
    public bool IsReady { get; set; }

    /// <summary>The requests that hold a slot now, by their leases: what the books must agree with.</summary>
    public List<LeaseId> Holders { get; } = [];

    /// <summary>The node has started: nothing is held.</summary>
    public void Begin()
    {
        Slots = new SlotTable { Total = slots };
        Holders.Clear();
        IsReady = false;
    }

    /// <summary>What the node says of it.</summary>
    public PoolReport Report() => new()
    {
        PoolId = PoolId,
        State = IsReady ? PoolState.Ready : PoolState.Initializing,
        Ready = IsReady,
        Draining = false,
        SlotsTotal = Slots.Total,
        SlotsFree = Slots.Free,
        Engine = EngineKinds.LlamaCpp,
        ModelId = ModelId,
        ModelsAvailable = [ModelId],
        ContextTokens = contextTokens,
        ActiveLeases = Slots.Active,
    };
}
