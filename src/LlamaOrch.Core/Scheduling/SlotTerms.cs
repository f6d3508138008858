using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Placement;

namespace LlamaOrch.Core.Scheduling;

/// <summary>A task's request in the words of placement, and the lease that comes of it.</summary>
internal static class SlotTerms
{
    /// <summary>What a task asks of its pool.</summary>
    /// <param name="request">The task.</param>
    /// <param name="draw">A random number, for strategies that draw.</param>
    public static PlacementRequest Wish(SlotRequest request, ulong draw)
    {
        int promptMin = PromptSize.AtLeast(request.PromptBytes);
        long room = (long)PromptSize.Likely(request.PromptBytes) + request.AnswerTokens;
        return new PlacementRequest
        {
            Model = request.ModelId,
            ContextTokens = Math.Max(request.ContextTokens, promptMin),
            PromptTokensMin = promptMin,
            RoomTokens = (int)Math.Min(int.MaxValue, room),
            Engine = request.Engine,
            Preferences = request.Preferences,
            Failed = request.Full is PoolId full ? [full] : null,
            Barred = request.Avoid.Count > 0 ? request.Avoid : null,
            Session = request.SessionId,
            PromptBlocks = request.PromptBlocks,
            WaitsForNodes = request.WaitsForNodes,
            Draw = draw,
        };
    }

    /// <summary>A lease of one slot.</summary>
    /// <param name="request">Who gets it.</param>
    /// <param name="pool">The pool.</param>
    /// <param name="fence">Its fencing number.</param>
    /// <param name="place">The task's place in the queue.</param>
    /// <param name="ticket">Which of the task's wishes it is for.</param>
    /// <param name="isTrial">Whether the pool has failed and is tried with it.</param>
    public static SlotLease Lease(
        SlotRequest request, PoolSnapshot pool, long fence, long place, long ticket, bool isTrial)
    {
        return new SlotLease
        {
            LeaseId = LeaseNumbers.IdOf(fence),
            Fence = fence,
            TaskId = request.TaskId,
            ModelId = request.ModelId,
            PoolId = pool.PoolId,
            NodeId = pool.NodeId,
            Address = pool.Address,
            Engine = pool.Engine,
            EngineVersion = pool.EngineVersion,
            Place = place,
            Ticket = ticket,
            IsTrial = isTrial,
        };
    }
}
