using LlamaOrch.Core.Scheduling;
using LlamaOrch.Orchestrator.Dispatch;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>
/// A task that waits for its first slot. Nothing runs for it meanwhile: its work begins when its wait is settled.
/// </summary>
internal sealed class QueuedWork(TaskLife life, TaskRecord record, PendingSlot pending, long asked) : ISlotListener
{
    public void Settled(SlotAnswer answer)
    {
        record.Queued = null;
        life.Begin(record, new SlotTicket(answer, null, asked));
    }

    /// <summary>Leaves the queue; whatever comes in the same moment goes back.</summary>
    public void GiveUp() => pending.GiveUp();
}
