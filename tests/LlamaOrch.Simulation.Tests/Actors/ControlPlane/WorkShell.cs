using LlamaOrch.Contracts.Errors;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Simulation.Tests.Actors.Nodes;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>Stands for <c>TaskRunner</c>: waits, dispatches, and turns the answer into events.</summary>
internal sealed class WorkShell(SimulatedControlPlane control, TaskShell shell, LiveTask task)
{
    /// <summary>Does the work; the task's own calls are told of every step.</summary>
    public async Task RunAsync(SlotTicket ticket)
    {
        await control.YieldAsync();
        var late = new CancellationTokenSource();
        CancellationToken stop = CancellationTokenSource.CreateLinkedTokenSource(task.Stopped, late.Token).Token;
        Attempt answer = await control.Dispatch.RunAsync(
            task.Ask.Request,
            ticket,
            task.Ask.Tokens,
            lease =>
            {
                CutAtDeadline(late);
                return shell.DispatchedAsync(task, lease);
            },
            stop);
        ErrorCode? failure = answer.Failure;
        if (answer.Lease is not null)
        {
            failure = await StreamAsync(answer, stop);
            answer.Connection!.Reset();
            control.Broker.Release(
                answer.Lease, failure == ErrorCode.WorkerReset ? SlotUse.Failed : SlotUse.Served);
        }

        // A canceled task has its end already: that is why the work was stopped.
        if (task.Stopped.IsCancellationRequested)
            return;
        failure = late.IsCancellationRequested ? ErrorCode.DecodeTimeout : failure;
        ErrorBody? error = failure is ErrorCode code ? ErrorBody.From(code, "it failed") : null;
        await shell.EndAsync(task, task.TokensOut, error);
    }

    private void CutAtDeadline(CancellationTokenSource late)
    {
        if (task.Ask.Request.Deadline - control.Now is TimeSpan left)
            control.Post(left > TimeSpan.Zero ? left : TimeSpan.Zero, late.Cancel);
    }

    private async Task<ErrorCode?> StreamAsync(Attempt answer, CancellationToken stop)
    {
        if (answer.First is Piece.EngineRefused)
            return ErrorCode.InvalidParams;
        await shell.StreamingAsync(task);
        task.Events.Append();
        object? piece = answer.First;
        while (piece is Piece.Token token && task.Events.Append(token.Index, token.Fence))
        {
            task.TokensOut++;
            shell.History.TokenAdded(task.Ask.Request.TaskId);
            Task<object?> reading = answer.Connection!.ReadAsync();
            if (!await reading.UnlessAsync(stop))
                return null;
            piece = await reading;
        }

        return piece is Piece.Finished ? null : ErrorCode.WorkerReset;
    }
}
