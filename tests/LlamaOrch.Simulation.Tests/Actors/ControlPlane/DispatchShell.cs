using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>Stands for <c>Dispatcher</c>: from a ticket to the first byte, over as many slots as that takes.</summary>
internal sealed class DispatchShell(SimulatedControlPlane control, Network network)
{
    private const int ExhaustedMax = 60;
    private const int RepeatsMax = 3;
    private static readonly TimeSpan ExhaustedPauseMax = TimeSpan.FromSeconds(1);

    private readonly AttemptShell attempts = new(control, network);

    /// <summary>Runs attempts until one has an answer.</summary>
    public async Task<Attempt> RunAsync(
        SlotRequest request, SlotTicket first, int tokens, Func<SlotLease, Task>? onLeased, CancellationToken stop)
    {
        SlotTicket ticket = first;
        List<PoolId> avoid = [];
        int repeats = 0;
        ErrorCode? last = null;
        int exhausted = 0;
        while (true)
        {
            SlotAnswer? settled = await ticket.SettleAsync(stop);
            if (settled is not SlotAnswer.Granted granted)
                return new Attempt(Failure: Worse((settled as SlotAnswer.Refused)?.Code, last, request));
            SlotLease lease = granted.Lease;
            Attempt end = await attempts.RunAsync(lease, tokens, onLeased, stop);
            if (end.Failure is null)
            {
                if (lease.IsTrial && end.Lease is not null)
                    control.Broker.Tell(lease, SlotUse.Served);
                return end;
            }

            bool isFull = end.Failure == ErrorCode.ReplicaExhausted;
            if (!isFull && avoid.Contains(lease.PoolId))
                repeats++;
            else if (!isFull)
                avoid.Add(lease.PoolId);
            if (isFull ? exhausted >= ExhaustedMax : avoid.Count >= control.Limits.AttemptsMax)
                return GiveUp(lease, end, isFull ? SlotUse.Untold : SlotUse.Failed);
            if (isFull && !await PauseAsync(exhausted++, stop))
                return GiveUp(lease, new Attempt(), SlotUse.Untold);

            last = end.Failure;
            control.World.Note(control.Name, $"moves {request.TaskId} on from {lease.PoolId}: {end.Failure}");
            ticket = await control.Broker.MoveAsync(
                new SlotRelease(lease, Use: isFull ? SlotUse.Untold : SlotUse.Failed),
                request with
                {
                    Avoid = [.. avoid],
                    MayRepeat = repeats < RepeatsMax,
                    Full = isFull ? lease.PoolId : null,
                });
        }
    }

    private ErrorCode? Worse(ErrorCode? none, ErrorCode? last, SlotRequest request) =>
        none is ErrorCode.DecodeTimeout or ErrorCode.PoolUnavailable && !(request.Deadline <= control.Now)
            ? last ?? none
            : none;

    private Attempt GiveUp(SlotLease lease, Attempt end, SlotUse use)
    {
        control.Broker.Release(lease, use);
        return end with { Lease = null };
    }

    private async Task<bool> PauseAsync(int before, CancellationToken stop)
    {
        var pause = TimeSpan.FromMilliseconds(
            Math.Min(1L << Math.Min(before, 20), ExhaustedPauseMax.TotalMilliseconds));
        return await control.SleepAsync(pause).UnlessAsync(stop);
    }
}
