using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Tasks;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Grains;

/// <summary>One task: every step of its life is taken here, so it has one end. The key is the task id.</summary>
internal interface ITaskGrain : IGrainWithStringKey
{
    /// <summary>Takes the task, or finds that it was taken before.</summary>
    ValueTask<Immutable<SubmitAnswer>> SubmitAsync(Immutable<TaskSubmission> submission);

    /// <summary>The control plane has started anew: the task goes on, or it has failed.</summary>
    ValueTask RecoverAsync();

    /// <summary>The task has a slot.</summary>
    ValueTask DispatchedAsync(Immutable<SlotLease> lease);

    /// <summary>The first byte of the answer is there.</summary>
    ValueTask StreamingAsync();

    /// <summary>The work is over; <paramref name="failure"/> is null when it went well.</summary>
    ValueTask EndAsync(Immutable<TaskWork> work, Immutable<DispatchFailure?> failure);

    /// <summary>
    /// Somebody wants it to stop; the answer is how it stands then, why that is not certain yet, or neither when it is
    /// not known.
    /// </summary>
    ValueTask<Immutable<SubmitAnswer>> CancelAsync();
}
