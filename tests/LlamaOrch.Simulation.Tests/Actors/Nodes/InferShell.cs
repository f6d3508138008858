using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Actors.Nodes;

/// <summary>
/// Stands for the node's <c>InferProxy</c>: takes the slot or refuses, passes the engine's answer on, and gives the
/// slot back when that has ended or the caller has gone.
/// </summary>
internal sealed class InferShell(SimulatedNode node)
{
    /// <summary>Serves one connection.</summary>
    public async Task ServeAsync(ConnectionEnd caller)
    {
        if (await caller.ReadAsync() is not InferRequest request)
            return;
        NodePool? pool = node.Find(request.PoolId);
        if (pool is null)
        {
            caller.Send(new Piece.Refused(ErrorCode.NotFound));
            return;
        }

        if (!pool.IsReady)
        {
            caller.Send(new Piece.Refused(ErrorCode.PoolUnready));
            return;
        }

        if (pool.Slots.Take(request.Lease, request.Fence, caller.Abort) is ErrorCode refusal)
        {
            node.World.Note(node.Name, $"refuses lease {request.Lease}: {refusal}");
            caller.Send(new Piece.Refused(refusal));
            return;
        }

        node.World.Note(node.Name, $"lends a slot of {pool.PoolId} to {request.TaskId}, lease {request.Lease}");
        pool.Holders.Add(request.Lease);
        await PassAsync(caller, pool, request);
        pool.Holders.Remove(request.Lease);
        pool.Slots.Release(request.Lease);
        node.World.Note(node.Name, $"has the slot of {request.TaskId} back, lease {request.Lease}");
    }

    private static async Task PassAsync(ConnectionEnd caller, NodePool pool, InferRequest request)
    {
        var pieces = new Mailbox<Piece?>();
        EngineRun run = pool.Engine.Begin(request, pieces.Put);
        caller.Broken = () => pieces.Put(null);
        bool begun = false;
        while (caller.IsOpen && await pieces.TakeAsync() is Piece piece)
        {
            // Before the first byte a broken engine is a refusal: the task can go elsewhere.
            caller.Send(!begun && piece is Piece.BrokenOff ? new Piece.Refused(ErrorCode.PoolUnavailable) : piece);
            begun = true;
            if (piece is Piece.Finished or Piece.BrokenOff or Piece.EngineRefused)
                break;
        }

        caller.Broken = null;
        run.Cancel();
    }
}
