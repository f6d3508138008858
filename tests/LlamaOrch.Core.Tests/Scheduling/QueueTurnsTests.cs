using LlamaOrch.Core.Scheduling;
using Xunit;

namespace LlamaOrch.Core.Tests.Scheduling;

public sealed class QueueTurnsTests
{
    [Fact]
    public void How_many_start_before_a_task_is_what_comes_out_when_all_are_granted()
    {
        foreach (int batchEvery in (int[])[1, 2, 3, 8])
        {
            for (int before = 0; before < 10; before++)
            {
                foreach ((int interactive, int batch) in ((int, int)[])[(0, 5), (5, 0), (3, 3), (30, 4), (4, 30)])
                    CheckAll(batchEvery, before, interactive, batch);
            }
        }
    }

    private static void CheckAll(int batchEvery, int before, int interactive, int batch)
    {
        var asked = new QueueTurns(batchEvery);
        var turns = new QueueTurns(batchEvery);
        for (int grant = 0; grant < before; grant++)
        {
            asked.Granted(TaskPriority.Interactive);
            turns.Granted(TaskPriority.Interactive);
        }

        (int nextInteractive, int nextBatch) = (0, 0);
        for (int position = 0; position < interactive + batch; position++)
        {
            bool isBatch = turns.IsBatchTurn(interactive - nextInteractive, batch - nextBatch);
            TaskPriority turn = isBatch ? TaskPriority.Batch : TaskPriority.Interactive;
            int told = isBatch
                ? asked.Before(turn, nextBatch++, interactive)
                : asked.Before(turn, nextInteractive++, batch);
            Assert.True(
                position == told, $"every {batchEvery}, {before} since, {interactive}+{batch}: {told} for {position}");
            turns.Granted(turn);
        }
    }
}
