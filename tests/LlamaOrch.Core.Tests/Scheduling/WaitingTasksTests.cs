using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;

namespace LlamaOrch.Core.Tests.Scheduling;

public sealed class WaitingTasksTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_is_a_sorted_list_whatever_comes_and_goes(int seed)
    {
        var random = new Random(seed);
        var waiting = new WaitingTasks();
        var expected = new SortedList<long, TaskId>();
        long last = 0;
        for (int step = 0; step < 5_000; step++)
        {
            if (random.Next(3) > 0 || expected.Count == 0)
            {
                // Mostly newcomers at the end, now and then one that comes back in front.
                long place = random.Next(4) > 0 ? last += 10 : random.NextInt64(1, last + 10);
                if (!expected.TryAdd(place, new TaskId($"t{step}")))
                    continue;
                waiting.Add(Task(place, expected[place]));
            }
            else
            {
                int at = random.Next(2) == 0 ? 0 : random.Next(expected.Count);
                Assert.True(waiting.Remove(expected.Values[at]));
                expected.RemoveAt(at);
            }

            Check(waiting, expected, random);
        }

        Assert.Equal(expected.Keys, waiting.InOrder.Select(task => task.Place));
    }

    [Fact]
    public void One_that_does_not_wait_is_not_found()
    {
        var waiting = new WaitingTasks();
        waiting.Add(Task(5, new TaskId("a")));

        Assert.False(waiting.Remove(new TaskId("b")));
        Assert.False(waiting.TryFind(4, out _));
        Assert.False(waiting.TryFind(6, out _));
        Assert.False(waiting.TryFind(new TaskId("b"), out _, out _));
        Assert.Equal((0, 1), (waiting.CountBefore(5), waiting.CountBefore(6)));
    }

    private static void Check(WaitingTasks waiting, SortedList<long, TaskId> expected, Random random)
    {
        Assert.Equal(expected.Count, waiting.Count);
        if (expected.Count == 0)
            return;
        Assert.Equal(expected.Keys[0], waiting.InOrder.First().Place);
        int at = random.Next(expected.Count);
        Assert.True(waiting.TryFind(expected.Values[at], out WaitingTask found, out int ahead));
        Assert.Equal((expected.Keys[at], at), (found.Place, ahead));
        Assert.True(waiting.TryFind(expected.Keys[at], out _));
    }

    private static WaitingTask Task(long place, TaskId taskId) => new(
        place, new SlotRequest { TaskId = taskId, ModelId = new ModelId(FleetScene.Model) }, DateTimeOffset.UnixEpoch);
}
