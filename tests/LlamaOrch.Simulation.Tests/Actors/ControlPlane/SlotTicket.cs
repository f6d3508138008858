using LlamaOrch.Core.Scheduling;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>A claim on a slot.</summary>
internal sealed record SlotTicket(SlotAnswer Answer, PendingSlot Pending)
{
    /// <summary>What it comes to, granted or refused; null when it is not wanted any more.</summary>
    public Task<SlotAnswer?> SettleAsync(CancellationToken stop) =>
        Answer is SlotAnswer.Queued ? Pending.WaitAsync(stop) : Task.FromResult<SlotAnswer?>(Answer);

    /// <summary>Gives the slot or the place in the queue back: nothing comes of the task.</summary>
    public async Task GiveBackAsync(SimulatedControlPlane control)
    {
        if (await SettleAsync(new CancellationToken(canceled: true)) is SlotAnswer.Granted granted)
            control.Broker.Release(granted.Lease);
    }
}
