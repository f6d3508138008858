using System.Net;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Leases;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Remotes;
using LlamaOrch.Hosting.Streams;
using LlamaOrch.Orchestrator.Grains;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>
/// Uses one slot for one attempt. The slot goes back, whatever happens, unless the result says that it is still held.
/// </summary>
internal sealed class SlotAttempt(
    ISlotBroker broker, NodeClient nodes, LeaseHolds holds, IGrainFactory grains, TimeProvider time)
{
    /// <summary>Sends the request and waits for the first token of its answer.</summary>
    /// <param name="target">The slot's pool.</param>
    /// <param name="lease">The slot.</param>
    /// <param name="outgoing">What goes to the node.</param>
    /// <param name="parent">What the node is called by.</param>
    /// <param name="firstBytes">Where the first bytes of the answer go.</param>
    /// <param name="onLeased">Told of the slot before it is used; null when nobody wants to know.</param>
    /// <param name="cancellationToken">Nobody wants the answer any more.</param>
    public async ValueTask<AttemptEnd> RunAsync(
        PoolTarget target,
        SlotLease lease,
        OutgoingRequest outgoing,
        TraceParent parent,
        Memory<byte> firstBytes,
        Func<SlotLease, ValueTask>? onLeased,
        CancellationToken cancellationToken)
    {
        LeaseHold hold = holds.Hold(lease, cancellationToken);
        HttpResponseMessage? response = null;
        bool isHeld = false;
        bool isAnswered = false;
        try
        {
            if (onLeased is not null)
                await onLeased(lease);
            long dispatched = time.GetTimestamp();
            response = await nodes.SendAsync(target, lease, outgoing, parent, hold.Token);
            if (await NodeRefusals.ReadAsync(response, time, hold.Token) is AttemptEnd refusal)
            {
                await TellAsync(lease, refusal);
                isHeld = refusal.How is AttemptResult.Failed or AttemptResult.Exhausted;
                return refusal;
            }

            AttemptEnd opened = await OpenAsync(
                new DispatchStart(target, lease, outgoing, dispatched), response, hold, firstBytes, cancellationToken);
            if (opened.How == AttemptResult.Failed)
                await TellAsync(lease, opened);
            isHeld = true;
            isAnswered = opened.How == AttemptResult.Answered;
            return opened;
        }
        catch (Exception failure) when (RemoteFailure.Is(failure, CancellationToken.None))
        {
            // A canceled request fails in many ways; none of them is the pool's fault. A connect that takes too long
            // is 'canceled' as well, though by nobody.
            if (cancellationToken.IsCancellationRequested)
                return new AttemptEnd(AttemptResult.Canceled);
            var failed = new AttemptEnd(AttemptResult.Failed, Failure: new DispatchFailure(
                ErrorCode.PoolUnavailable,
                hold.IsLost
                    ? $"The node of pool {lease.PoolId} has lost the request."
                    : $"Pool {lease.PoolId} could not be reached."));
            await TellAsync(lease, failed);
            isHeld = true;
            return failed;
        }
        finally
        {
            if (!isAnswered)
            {
                response?.Dispose();
                hold.Dispose();
            }

            if (!isHeld)
                broker.Release(lease);
        }
    }

    /// <summary>Reads the answer to its first token, or its first byte where it is no stream.</summary>
    private async ValueTask<AttemptEnd> OpenAsync(
        DispatchStart start,
        HttpResponseMessage response,
        LeaseHold hold,
        Memory<byte> firstBytes,
        CancellationToken cancellationToken)
    {
        var body = new HeldBody(await response.Content.ReadAsStreamAsync(hold.Token), hold);
        var meter = new AnswerMeter(start.Outgoing.Streams, start.Outgoing.Answers);
        int count;
        if (response.StatusCode == HttpStatusCode.OK)
        {
            (count, bool hasEnded) = await AnswerOpening.ReadAsync(body, meter, firstBytes, cancellationToken);
            if (AnswerOpening.Fault(meter, hasEnded) is string fault)
            {
                return new AttemptEnd(AttemptResult.Failed, Fault: PoolFault.NotNow, Failure: new DispatchFailure(
                    ErrorCode.PoolUnavailable, $"The engine of pool {start.Lease.PoolId} {fault}."));
            }
        }
        else
        {
            count = await body.ReadAsync(firstBytes, cancellationToken);
        }

        return new AttemptEnd(
            AttemptResult.Answered,
            new DispatchAttempt(
                start.Lease, start.Target, response, body, meter, time.GetElapsedTime(start.Dispatched), hold),
            count);
    }

    /// <summary>
    /// Tells the fleet before the slot goes back, so that it is not lent again at once on the same dead pool. What an
    /// engine answers is none of the fleet's business: its pool is where it was.
    /// </summary>
    private async ValueTask TellAsync(SlotLease lease, AttemptEnd end)
    {
        FleetEvent? news = end switch
        {
            { How: AttemptResult.Failed, Fault: PoolFault.Unreachable } => new FleetEvent.DispatchFailed(lease.PoolId),
            { How: AttemptResult.Exhausted } => new FleetEvent.PoolExhausted(lease.PoolId),
            _ => null,
        };
        if (news is not null)
            await grains.GetGrain<IFleetGrain>(0).ApplyAsync(new Immutable<FleetEvent>(news));
    }
}
