using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>A claim on a slot.</summary>
internal sealed record SlotTicket(SlotAnswer Answer, PendingSlot Pending)
{
    /// <summary>Gives the slot or the place in the queue back: nothing comes of the task.</summary>
    public async Task GiveBackAsync(SimulatedControlPlane control)
    {
        SlotLease? lease = Answer is SlotAnswer.Granted granted
            ? granted.Lease
            : await Pending.WaitAsync(new CancellationToken(canceled: true));
        if (lease is not null)
            control.Broker.Release(lease);
    }
}
