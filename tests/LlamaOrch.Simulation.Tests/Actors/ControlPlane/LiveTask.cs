using System.Diagnostics.CodeAnalysis;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Simulation.Tests.Actors.Clients;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>Stands for <c>TaskRecord</c>: a task in memory.</summary>
[SuppressMessage(
    "Design",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "A killed process disposes nothing, and there is nothing here that the collector does not take.")]
internal sealed class LiveTask(Ask ask, long lastId = 0, bool wasDelivered = false)
{
    private readonly CancellationTokenSource stop = new();

    /// <summary>What was asked.</summary>
    public Ask Ask => ask;

    /// <summary>Whether an earlier life may have shown a token of it.</summary>
    public bool WasDelivered => wasDelivered;

    /// <summary>Where it is in its life.</summary>
    public TaskState State { get; set; } = TaskState.Taken;

    /// <summary>Its events.</summary>
    public TaskEvents Events { get; } = new(lastId);

    /// <summary>Tokens so far.</summary>
    public int TokensOut { get; set; }

    /// <summary>Whether its work is to stop.</summary>
    public CancellationToken Stopped => stop.Token;

    /// <summary>Adds the event that tells its end.</summary>
    public void Seal()
    {
        TaskOutcome end = State.Outcome!;
        State = State with { Outcome = end with { LastEventId = Events.Seal(end.Phase) } };
    }

    /// <summary>Stops its work.</summary>
    public void Stop() => stop.Cancel();

    /// <summary>A task that has ended, from what the journal has of it.</summary>
    public static LiveTask Ended(JournaledTask task)
    {
        TaskOutcome end = task.Outcome!;
        var ended = new LiveTask(new Ask(task.Slot, 0, task.BodyHash), end.LastEventId - 1)
        {
            State = TaskState.Taken with { Phase = end.Phase, Outcome = end },
        };
        ended.Seal();
        ended.Events.Publish();
        return ended;
    }
}
