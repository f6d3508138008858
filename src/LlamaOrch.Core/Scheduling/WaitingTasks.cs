using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Scheduling;

/// <summary>
/// The tasks of one priority that wait, in order of their places; cancel and requeue without a scan from the end.
/// </summary>
internal sealed class WaitingTasks
{
    private readonly LinkedList<(long Place, SlotRequest Request)> order = new();
    private readonly Dictionary<TaskId, LinkedListNode<(long Place, SlotRequest Request)>> index = [];

    public int Count => order.Count;

    public LinkedListNode<(long Place, SlotRequest Request)>? First => order.First;

    /// <summary>Adds a task at its place: new ones at the end, those that come back near the front.</summary>
    public void Add(long place, SlotRequest request)
    {
        LinkedListNode<(long Place, SlotRequest Request)>? before = order.Last;
        if (before is not null && before.Value.Place > place)
        {
            LinkedListNode<(long Place, SlotRequest Request)> after = order.First!;
            while (after.Value.Place < place)
                after = after.Next!;
            index[request.TaskId] = order.AddBefore(after, (place, request));
            return;
        }

        index[request.TaskId] = order.AddLast((place, request));
    }

    public bool Contains(TaskId taskId) => index.ContainsKey(taskId);

    /// <summary>What a waiting task wants; null when it does not wait.</summary>
    public SlotRequest? Find(TaskId taskId) => index.GetValueOrDefault(taskId)?.Value.Request;

    /// <summary>How many wait in front of a waiting task.</summary>
    public int AheadOf(TaskId taskId) => CountBefore(index[taskId].Value.Place);

    public bool Remove(TaskId taskId)
    {
        if (!index.Remove(taskId, out LinkedListNode<(long Place, SlotRequest Request)>? node))
            return false;
        order.Remove(node);
        return true;
    }

    /// <summary>How many wait in front of a place.</summary>
    public int CountBefore(long place)
    {
        // New tasks, all but a few, go to the end: only those that come back are counted for.
        if (order.Last is null || order.Last.Value.Place < place)
            return order.Count;
        int count = 0;
        for (var node = order.First; node is not null && node.Value.Place < place; node = node.Next)
            count++;
        return count;
    }
}
