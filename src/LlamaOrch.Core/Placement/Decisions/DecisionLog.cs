using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Placement.Decisions;

/// <summary>
/// The latest decisions, one a task, bounded in number; a record has at most 32 pools, about 2 KB.
/// </summary>
/// <param name="recordsMax">How many are kept; 0 keeps none.</param>
internal sealed class DecisionLog(int recordsMax)
{
    private readonly Dictionary<TaskId, int> places = [];
    private readonly List<DecisionRecord> ring = [];
    private int next;

    /// <summary>How many are kept now.</summary>
    public int Count => places.Count;

    /// <summary>Whether any are kept at all.</summary>
    public bool IsOn => recordsMax > 0;

    /// <summary>The record to write a task's decision into: that of its earlier one, else the oldest.</summary>
    public DecisionRecord Next(TaskId taskId)
    {
        if (places.TryGetValue(taskId, out int known))
            return ring[known];
        if (ring.Count < recordsMax)
        {
            places.Add(taskId, ring.Count);
            ring.Add(new DecisionRecord());
            return ring[^1];
        }

        DecisionRecord oldest = ring[next];
        places.Remove(oldest.TaskId);
        places.Add(taskId, next);
        next = (next + 1) % recordsMax;
        return oldest;
    }

    /// <summary>A task's latest decision; null when it is not kept.</summary>
    public DecisionRecord? Find(TaskId taskId) =>
        places.TryGetValue(taskId, out int place) ? ring[place] : null;
}
