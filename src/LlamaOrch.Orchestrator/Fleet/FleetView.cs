using LlamaOrch.Core.Fleet;
using LlamaOrch.Orchestrator.Grains;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Fleet;

/// <summary>This silo's copy of the fleet: written by the fleet grain, read without locks.</summary>
internal sealed class FleetView : IFleetObserver
{
    private volatile FleetSnapshot current = FleetSnapshot.Empty;

    /// <summary>The newest snapshot known here.</summary>
    public FleetSnapshot Current => current;

    public Task OnSnapshotAsync(Immutable<FleetSnapshot> snapshot)
    {
        // Notifications may overtake each other: an older picture never replaces a newer one.
        FleetSnapshot seen;
        do
        {
            seen = current;
            if (snapshot.Value.Version < seen.Version)
                break;
        }
#pragma warning disable CS0420 // Interlocked gives the volatile semantics itself.
        while (Interlocked.CompareExchange(ref current, snapshot.Value, seen) != seen);
#pragma warning restore CS0420
        return Task.CompletedTask;
    }
}
