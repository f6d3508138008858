namespace LlamaOrch.Core.Scheduling;

/// <summary>A task that waits.</summary>
/// <param name="Place">Its number in the queue; kept for as long as the task lives.</param>
/// <param name="Request">What it wants.</param>
/// <param name="WaitUntil">When it has waited for as long as a task may.</param>
/// <param name="IsNew">Whether it has neither had a slot nor waited in an earlier life of the control plane.</param>
/// <param name="Ticket">Which of its wishes this is: a later one has a greater number.</param>
internal readonly record struct WaitingTask(
    long Place, SlotRequest Request, DateTimeOffset WaitUntil, bool IsNew = false, long Ticket = 0)
{
    /// <summary>When it is dropped unless it has a slot by then.</summary>
    public DateTimeOffset Expires => Request.Deadline is DateTimeOffset deadline && deadline < WaitUntil
        ? deadline
        : WaitUntil;
}
