using LlamaOrch.Core.Scheduling;
using LlamaOrch.Simulation.Tests.Actors.Clients;
using LlamaOrch.Simulation.Tests.Actors.Nodes;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>Stands for <c>OpenAiProxy</c>: the connection is the task, and a client that leaves cancels it.</summary>
internal sealed class ForwardShell(SimulatedControlPlane control)
{
    /// <summary>Serves one connection of a client.</summary>
    public async Task ServeAsync(ConnectionEnd client, Ask ask)
    {
        var gone = new CancellationTokenSource();
        client.Broken = () => control.Post(gone.Cancel);
        SlotRequest request = ask.Request;
        if (control.Fleet.Current.PoolsOf(request.ModelId).Count == 0)
        {
            client.Send(new Piece.Refused(ErrorCode.ModelNotAvailable));
            return;
        }

        SlotTicket ticket = await control.Broker.RequestAsync(request);
        Attempt answer = await control.Dispatch.RunAsync(request, ticket, ask.Tokens, null, gone.Token);
        if (answer.Lease is null)
        {
            if (answer.Failure is ErrorCode failure)
                client.Send(new Piece.Refused(failure));
            return;
        }

        await ForwardAsync(client, answer, gone.Token);
        answer.Connection!.Reset();
        control.Broker.Release(answer.Lease, SlotUse.Served);
    }

    private static async Task ForwardAsync(ConnectionEnd client, Attempt answer, CancellationToken gone)
    {
        object? piece = answer.First;
        while (piece is Piece.Token && client.IsOpen)
        {
            client.Send(piece);
            Task<object?> reading = answer.Connection!.ReadAsync();
            if (!await reading.UnlessAsync(gone))
                return;
            piece = await reading;
        }

        client.Send(piece is Piece.Finished or Piece.EngineRefused ? piece : new Piece.BrokenOff());
    }
}
