using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Simulation.Tests.Actors.ControlPlane;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Actors.Nodes;

/// <summary>A machine with engines: <c>pool-managerd</c> and its children.</summary>
internal sealed class SimulatedNode(
    SimulatedWorld world, string name, Network network, Func<SimulatedControlPlane> controlPlane)
    : SimulatedProcess(world, name)
{
    private readonly List<NodePool> pools = [];
    private RegistrarShell registrar = null!;

    /// <summary>Its pools.</summary>
    public IReadOnlyList<NodePool> Pools => pools;

    /// <summary>Whether it is about to stop in good order.</summary>
    public bool IsLeaving { get; private set; }

    /// <summary>Gives it a pool; before it starts.</summary>
    public void Add(string pool, string model, int slots, int contextTokens) =>
        pools.Add(new NodePool(pool, model, slots, contextTokens, new SimulatedEngine(World, $"e-{pool}", this)));

    /// <summary>A pool; null when there is none of that id.</summary>
    public NodePool? Find(PoolId id) => pools.Find(pool => pool.PoolId == id);

    /// <summary>What it says of its pools.</summary>
    public IReadOnlyList<PoolReport> Reports() => [.. pools.Select(pool => pool.Report())];

    /// <summary>Takes a connection with a request.</summary>
    public void Accept(ConnectionEnd caller) => World.Spawn(() => new InferShell(this).ServeAsync(caller));

    /// <summary>Stops in good order: says goodbye first, with its work cut off at the end.</summary>
    public async Task StopAsync()
    {
        IsLeaving = true;
        await registrar.SayGoodbyeAsync();
        Kill();
    }

    /// <summary>Its engine is gone; the supervisor starts it again after a pause.</summary>
    public void EngineDied(NodePool pool, TimeSpan pause)
    {
        pool.Engine.Kill();
        pool.IsReady = false;
        registrar.Signal();
        Post(pause, () => StartEngine(pool));
    }

    protected override void OnStart()
    {
        IsLeaving = false;
        registrar = new RegistrarShell(this, network, controlPlane);
        foreach (NodePool pool in pools)
        {
            pool.Begin();
            Post(
                World.Random.Between(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(3)),
                () => StartEngine(pool));
        }

        World.Spawn(registrar.RunAsync);
    }

    protected override void OnKilled()
    {
        // Engines are its children and end with it.
        foreach (NodePool pool in pools)
        {
            pool.Engine.Kill();
            pool.Holders.Clear();
        }

        network.Died(this);
    }

    private void StartEngine(NodePool pool)
    {
        pool.Engine.Start();
        Post(World.Random.Between(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1)), () =>
        {
            if (!pool.Engine.IsUp)
                return;
            pool.IsReady = true;
            registrar.Signal();
        });
    }
}
