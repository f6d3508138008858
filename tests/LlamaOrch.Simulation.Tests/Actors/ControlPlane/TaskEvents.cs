using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Orchestrator.Tasks;

namespace LlamaOrch.Simulation.Tests.Actors.ControlPlane;

/// <summary>The product's own event log, and beside it what its events say.</summary>
[SuppressMessage(
    "Design",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "A killed process disposes nothing, and there is nothing here that the collector does not take.")]
internal sealed class TaskEvents(long lastId)
{
    private readonly TaskEventLog log = new(lastId);
    private readonly List<TaskFrame> frames = [];

    /// <summary>Adds an event; false when nothing may follow any more.</summary>
    public bool Append(int? token = null, long run = 0)
    {
        if (!log.Append(token is null ? "started" : "token", token, Write, isToken: token is not null))
            return false;
        frames.Add(new TaskFrame(NextId, token, run));
        return true;
    }

    /// <summary>Adds the last event, which nobody sees yet.</summary>
    public long Seal(TaskPhase phase)
    {
        long id = log.Seal("end", (int?)null, Write);
        frames.Add(new TaskFrame(NextId, End: phase, IsAlone: frames.Count == 0));
        return id;
    }

    /// <summary>It is on disk that tokens may be seen.</summary>
    public void ShowTokens() => log.ShowTokens();

    /// <summary>The end is on disk.</summary>
    public void Publish() => log.Publish();

    /// <summary>Whether the end can be seen.</summary>
    public bool IsPublished => log.IsPublished;

    /// <summary>What a reader gets that has seen so much, and whether more may come.</summary>
    public (IReadOnlyList<TaskFrame> Frames, bool MayGrow) ReadAfter(long seen)
    {
        (byte[][] bytes, long upTo, bool mayGrow) = log.ReadAfter(seen);
        return ([.. frames.Where(frame => frame.Id <= upTo).TakeLast(bytes.Length)], mayGrow);
    }

    private long NextId => lastId + frames.Count + 1;

    private static void Write(Utf8JsonWriter json, int? token) => json.WriteNumber("i", token ?? -1);
}
