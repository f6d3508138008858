using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Sessions;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Simulation.Tests.Invariants;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Actors.Store;

/// <summary>
/// Stands for <c>ITaskJournal</c> and <c>ISessionStore</c> over one disk: writes are committed one after the other,
/// those under way when the process is killed are on disk up to some point, and a full disk takes nothing, or says so
/// of what it took.
/// </summary>
internal sealed class SimulatedJournal(SimulatedWorld world, ArrivalHistory arrivals)
{
    private readonly Dictionary<TaskId, JournaledTask> kept = [];
    private readonly Dictionary<SessionId, SessionState> sessions = [];
    private readonly Queue<PendingWrite> pending = new();
    private bool committing;

    /// <summary>Whether the disk is full.</summary>
    public bool IsFull { get; set; }

    /// <summary>How many commits take seconds.</summary>
    public double Slow { get; set; }

    /// <summary>Everything that is on disk.</summary>
    public IReadOnlyCollection<JournaledTask> Kept => kept.Values;

    /// <summary>Writes that are not on disk yet.</summary>
    public int Pending => pending.Count;

    /// <summary>A task on disk; null when it is not there.</summary>
    public JournaledTask? Find(TaskId task) => kept.GetValueOrDefault(task);

    /// <summary>A session on disk; null when it is not there.</summary>
    public SessionState? FindSession(SessionId session) => sessions.GetValueOrDefault(session);

    /// <summary>Keeps a session; false when the disk does not take it.</summary>
    public Task<bool> SaveAsync(SimulatedProcess writer, SessionId session, SessionState state)
    {
        byte[] document = SessionDocument.Write(state);
        return WriteAsync(writer, () => sessions[session] = SessionDocument.Read(document));
    }

    /// <summary>Keeps a task; false when the disk does not take it.</summary>
    public Task<bool> AcceptAsync(SimulatedProcess writer, JournaledTask task) =>
        WriteAsync(writer, () =>
        {
            kept[task.TaskId] = task;
            arrivals.Add(task.TaskId);
        });

    /// <summary>Tokens of a task may be seen.</summary>
    public Task<bool> MarkDeliveredAsync(SimulatedProcess writer, TaskId id) => WriteAsync(writer, () =>
    {
        if (kept.TryGetValue(id, out JournaledTask? task))
            kept[id] = task with { Delivered = true };
    });

    /// <summary>A task has its end; on disk it has one and no other.</summary>
    public Task<bool> EndAsync(SimulatedProcess writer, TaskId id, TaskOutcome outcome) => WriteAsync(writer, () =>
    {
        if (!kept.TryGetValue(id, out JournaledTask? task))
            return;
        if (task.Outcome is TaskOutcome end && end.Phase != outcome.Phase)
            world.Break($"{id} ended as {end.Phase} on disk, and now as {outcome.Phase}");
        kept[id] = task with { Outcome = outcome, Body = default };
    });

    /// <summary>A new life begins: the tasks without an end, in their order.</summary>
    public IReadOnlyList<JournaledTask> Recover()
    {
        foreach (JournaledTask open in kept.Values.Where(task => task.Outcome is null).ToArray())
            kept[open.TaskId] = open with { Life = open.Life + 1 };
        return [.. kept.Values.Where(task => task.Outcome is null).OrderBy(task => task.Place)];
    }

    /// <summary>Its process was killed: what was under way is on disk up to some point.</summary>
    public void Died()
    {
        int landed = pending.Count == 0 ? 0 : world.Random.Below(pending.Count + 1);
        foreach (PendingWrite write in pending.Take(landed))
            write.Apply();
        pending.Clear();
    }

    private Task<bool> WriteAsync(SimulatedProcess writer, Action apply)
    {
        var write = new PendingWrite(writer, apply);
        pending.Enqueue(write);
        CommitLater();
        return write.Done.Task;
    }

    private void CommitLater()
    {
        if (committing || pending.Count == 0)
            return;
        committing = true;
        SeededRandom random = world.Random;
        TimeSpan takes = random.Chance(Slow)
            ? random.Between(TimeSpan.FromSeconds(0.1), TimeSpan.FromSeconds(5))
            : random.Between(TimeSpan.FromMicroseconds(200), TimeSpan.FromMilliseconds(5));
        int batch = pending.Count;
        PendingWrite[] writes = [.. pending];
        world.After(takes, () => Commit(writes, batch));
    }

    private void Commit(PendingWrite[] writes, int batch)
    {
        committing = false;
        bool taken = !IsFull;
        // A store that fails may have written all the same.
        bool landed = taken || world.Random.Chance(0.2);
        for (int index = 0; index < batch && pending.TryPeek(out PendingWrite? next) && next == writes[index]; index++)
        {
            PendingWrite write = pending.Dequeue();
            if (landed)
                write.Apply();
            write.Tell(taken);
        }

        CommitLater();
    }
}
