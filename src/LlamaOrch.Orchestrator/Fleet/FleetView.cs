using LlamaOrch.Core.Fleet;
using LlamaOrch.Orchestrator.Grains;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Fleet;

/// <summary>This silo's copy of the fleet: written by the fleet grain, read without locks.</summary>
internal sealed class FleetView(IEnumerable<IFleetFollower> followers) : IFleetObserver
{
    private readonly Lock gate = new();
    private readonly IFleetFollower[] followers = [.. followers];
    private FleetSnapshot current = FleetSnapshot.Empty;

    /// <summary>The newest snapshot known here.</summary>
    public FleetSnapshot Current => Volatile.Read(ref current);

    /// <summary>Takes a snapshot unless it is no newer: notifications may overtake each other.</summary>
    public void Take(FleetSnapshot snapshot)
    {
        lock (gate)
        {
            if (snapshot.Version <= current.Version)
                return;
            foreach (IFleetFollower follower in followers)
                follower.OnFleet(snapshot);
            Volatile.Write(ref current, snapshot);
        }
    }

    public Task OnSnapshotAsync(Immutable<FleetSnapshot> snapshot)
    {
        Take(snapshot.Value);
        return Task.CompletedTask;
    }
}
