using LlamaOrch.Contracts.Ids;
using LlamaOrch.Orchestrator.Tasks;
using LlamaOrch.Simulation.Tests.Actors.ControlPlane;
using LlamaOrch.Simulation.Tests.Actors.Nodes;
using LlamaOrch.Simulation.Tests.Invariants;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Actors.Clients;

/// <summary>What a reader has seen of a task over all its connections: no gap, no repeat, one run, one end.</summary>
internal sealed class TaskReader(SimulatedWorld world, TaskId id, TaskHistory history, Action tokenSeen)
{
    private int nextToken;
    private long? run;

    /// <summary>Id of the last event that it has.</summary>
    public long LastId { get; private set; }

    /// <summary>Whether it has the end.</summary>
    public bool HasEnd { get; private set; }

    /// <summary>Takes a piece; false when nothing more comes on this connection.</summary>
    public bool Read(object piece)
    {
        if (piece is Piece.Refused refused)
        {
            history.Answered(id, new TaskAnswer(null, refused.Code));
            return false;
        }

        var frame = (TaskFrame)piece;
        bool isNewLife = frame.Id / TaskEventLog.IdsPerLife != LastId / TaskEventLog.IdsPerLife;
        if (HasEnd || frame.Id <= LastId || (!isNewLife && !frame.IsAlone && frame.Id != LastId + 1))
            world.Break($"event {frame.Id} of {id} came after {LastId}");
        LastId = frame.Id;
        if (frame.Token is int token)
            ReadToken(token, frame.Run);
        if (frame.End is { } end)
        {
            HasEnd = true;
            history.Ended(id, end);
        }

        return !HasEnd;
    }

    private void ReadToken(int token, long of)
    {
        run ??= of;
        if (run != of || token != nextToken++)
            world.Break($"token {token} of run {of} of {id} came as token {nextToken - 1} of run {run}");
        tokenSeen();
    }
}
