using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Core.Scheduling;

/// <summary>
/// The tasks of one priority that wait, in order of their places. A row of sorted blocks: adding, removing and counting
/// those in front cost the length of one block and the number of blocks, which at 10,000 tasks are 256 and about 60.
/// </summary>
internal sealed class WaitingTasks
{
    private const int BlockMax = 256;

    private readonly List<List<WaitingTask>> blocks = [];
    private readonly Dictionary<TaskId, long> places = [];

    public int Count => places.Count;

    /// <summary>The one in front; null while none waits.</summary>
    public WaitingTask? First => blocks.Count == 0 ? null : blocks[0][0];

    /// <summary>All of them in order, for a few looks from the front or a pass over all.</summary>
    public IEnumerable<WaitingTask> InOrder => blocks.SelectMany(block => block);

    /// <summary>The number of blocks and a block by its number: what a search from the front needs.</summary>
    public int BlockCount => blocks.Count;

    public IReadOnlyList<WaitingTask> Block(int index) => blocks[index];

    /// <summary>Adds a task at its place: new ones at the end, those that come back near the front.</summary>
    public void Add(in WaitingTask task)
    {
        places.Add(task.Request.TaskId, task.Place);
        int at = BlockOf(task.Place);
        if (at == blocks.Count)
        {
            if (at == 0 || blocks[at - 1].Count == BlockMax)
                blocks.Add(new List<WaitingTask>(at == 0 ? 4 : BlockMax));
            blocks[^1].Add(task);
            return;
        }

        List<WaitingTask> block = blocks[at];
        block.Insert(IndexIn(block, task.Place), task);
        if (block.Count <= BlockMax)
            return;
        List<WaitingTask> upper = block.GetRange(BlockMax / 2, block.Count - (BlockMax / 2));
        block.RemoveRange(BlockMax / 2, block.Count - (BlockMax / 2));
        blocks.Insert(at + 1, upper);
    }

    public bool Contains(TaskId taskId) => places.ContainsKey(taskId);

    /// <summary>The task with a place, if it waits here.</summary>
    public bool TryFind(long place, out WaitingTask task)
    {
        int at = BlockOf(place);
        int index = at == blocks.Count ? 0 : IndexIn(blocks[at], place);
        task = at == blocks.Count ? default : blocks[at][index];
        return at < blocks.Count && task.Place == place;
    }

    /// <summary>The task with an id, if it waits here, and how many of this priority wait in front of it.</summary>
    public bool TryFind(TaskId taskId, out WaitingTask task, out int ahead)
    {
        (task, ahead) = (default, 0);
        if (!places.TryGetValue(taskId, out long place))
            return false;
        ahead = CountBefore(place);
        return TryFind(place, out task);
    }

    public bool Remove(TaskId taskId)
    {
        if (!places.Remove(taskId, out long place))
            return false;
        int at = BlockOf(place);
        List<WaitingTask> block = blocks[at];
        block.RemoveAt(IndexIn(block, place));
        if (block.Count == 0)
            blocks.RemoveAt(at);
        return true;
    }

    /// <summary>How many wait in front of a place.</summary>
    public int CountBefore(long place)
    {
        int at = BlockOf(place);
        if (at == blocks.Count)
            return Count;
        int count = IndexIn(blocks[at], place);
        for (int before = 0; before < at; before++)
            count += blocks[before].Count;
        return count;
    }

    /// <summary>The first block that ends at a place or behind it; the number of blocks when all end before.</summary>
    private int BlockOf(long place)
    {
        (int low, int high) = (0, blocks.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (blocks[middle][^1].Place < place)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    /// <summary>The first task of a block that is at a place or behind it.</summary>
    private static int IndexIn(List<WaitingTask> block, long place)
    {
        (int low, int high) = (0, block.Count);
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (block[middle].Place < place)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
