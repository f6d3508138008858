using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Orchestrator.Sessions;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Grains;

/// <summary>One conversation: its turns are taken and settled here, one after the other. The key is the id.</summary>
internal interface ISessionGrain : IGrainWithStringKey
{
    /// <summary>A task wants to be the next turn; what it may use is reserved durably when this returns.</summary>
    ValueTask<Immutable<TurnAnswer>> TakeAsync(Immutable<TurnRequest> turn);

    /// <summary>A turn that was taken is not run after all.</summary>
    ValueTask GiveBackAsync(Immutable<TaskId> taskId);

    /// <summary>A turn has a slot.</summary>
    ValueTask<Immutable<TurnPlace>> PlaceAsync(Immutable<PoolId> poolId);

    /// <summary>A turn has ended.</summary>
    ValueTask SettleAsync(Immutable<TaskId> taskId, long tokens, TimeSpan onSlot);

    /// <summary>Forgets the session; the answer is the refusal, or null.</summary>
    ValueTask<Immutable<ErrorBody?>> CloseAsync();
}
