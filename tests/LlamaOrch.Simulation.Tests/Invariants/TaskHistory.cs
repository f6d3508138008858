using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Simulation.Tests.Actors.ControlPlane;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Invariants;

/// <summary>
/// What clients were told of tasks: one that was taken is known from then on and ends once, and no token follows a
/// cancel that was acknowledged.
/// </summary>
internal sealed class TaskHistory(SimulatedWorld world)
{
    private readonly HashSet<TaskId> taken = [];
    private readonly Dictionary<TaskId, TaskPhase> ends = [];
    private readonly HashSet<TaskId> cancels = [];

    /// <summary>Tasks that were acknowledged.</summary>
    public IReadOnlyCollection<TaskId> Taken => taken;

    /// <summary>Ends that clients were told of.</summary>
    public int EndsTold => ends.Count;

    /// <summary>A client was answered.</summary>
    public void Answered(TaskId id, TaskAnswer? answer)
    {
        if (answer?.Error == ErrorCode.NotFound && taken.Contains(id))
            world.Break($"{id} was taken and is not known any more");
        if (answer?.Phase is not TaskPhase phase)
            return;
        taken.Add(id);
        if (phase.IsTerminal())
            Ended(id, phase);
        else if (ends.TryGetValue(id, out TaskPhase end))
            world.Note("history", $"{id}, which is {end}, was said to be {phase} by an answer of before");
    }

    /// <summary>A client was told of an end.</summary>
    public void Ended(TaskId id, TaskPhase phase)
    {
        if (ends.TryAdd(id, phase))
            world.Note("history", $"{id} is known to be {phase}");
        else if (ends[id] != phase)
            world.Break($"{id} ended as {ends[id]}, and then as {phase}");
    }

    /// <summary>A cancel is about to be acknowledged.</summary>
    public void CancelAnswered(TaskId id) => cancels.Add(id);

    /// <summary>A token was added to a task's events.</summary>
    public void TokenAdded(TaskId id)
    {
        if (cancels.Contains(id))
            world.Break($"{id} has a token after its cancel was acknowledged");
    }
}
