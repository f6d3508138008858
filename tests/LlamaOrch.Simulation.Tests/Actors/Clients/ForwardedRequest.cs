using LlamaOrch.Simulation.Tests.Actors.ControlPlane;
using LlamaOrch.Simulation.Tests.Actors.Nodes;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Actors.Clients;

/// <summary>One request of <c>/v1</c>, as its client sees it.</summary>
internal sealed class ForwardedRequest(SimulatedProcess client, Network network, Ask ask)
{
    private static readonly TimeSpan ConnectMax = TimeSpan.FromSeconds(2);

    /// <summary>Sends it and reads its answer; a client loses patience and leaves.</summary>
    public async Task RunAsync(SimulatedControlPlane control, TimeSpan patience)
    {
        ConnectionEnd? connection = await network.ConnectAsync(client, control, ConnectMax, control.Accept);
        if (connection is null)
            return;
        client.Post(patience, connection.Reset);
        connection.Send(ask);
        await ReadAsync(connection);
        connection.Reset();
    }

    private async Task ReadAsync(ConnectionEnd connection)
    {
        int next = 0;
        long? run = null;
        while (connection.IsOpen)
        {
            object? piece = await connection.ReadAsync();
            if (piece is Piece.Token token)
            {
                run ??= token.Fence;
                if (token.Index != next++ || token.Fence != run)
                    Break($"token {token.Index} of run {token.Fence} comes as token {next - 1} of run {run}");
                continue;
            }

            if (piece is Piece.Finished finished && finished.Tokens != next)
                Break($"its answer of {finished.Tokens} tokens is whole with {next}");
            client.World.Note(client.Name, $"{ask.Request.TaskId} ends with {piece ?? "a broken connection"}");
            return;
        }
    }

    private void Break(string rule) => client.World.Break($"{ask.Request.TaskId}: {rule}");
}
