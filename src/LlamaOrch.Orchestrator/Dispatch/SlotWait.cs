using LlamaOrch.Core.Scheduling;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>A wait for a slot that a caller awaits.</summary>
internal sealed class SlotWait()
    : TaskCompletionSource<SlotAnswer>(TaskCreationOptions.RunContinuationsAsynchronously), ISlotListener
{
    public void Settled(SlotAnswer answer) => SetResult(answer);
}
