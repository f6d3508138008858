using LlamaOrch.Core.Tasks;
using Xunit;
using static LlamaOrch.Core.Tasks.TaskPhase;

namespace LlamaOrch.Core.Tests.Tasks;

public sealed class TaskLifecycleTests
{
    private static readonly HashSet<(TaskPhase, TaskPhase)> Allowed =
    [
        (Queued, Dispatched), (Queued, Failed), (Queued, Canceled),
        (Dispatched, Queued), (Dispatched, Streaming), (Dispatched, Completed),
        (Dispatched, Failed), (Dispatched, Canceled),
        (Streaming, Completed), (Streaming, Failed), (Streaming, Canceled),
    ];

    [Fact]
    public void Exactly_the_steps_of_the_table_are_allowed()
    {
        TaskPhase[] phases = Enum.GetValues<TaskPhase>();
        IEnumerable<(TaskPhase, TaskPhase)> found =
            from before in phases
            from after in phases
            where TaskLifecycle.Allows(before, after)
            select (before, after);

        Assert.Equal(Allowed.Order(), found.Order());
    }

    [Fact]
    public void An_end_is_what_no_step_leaves()
    {
        foreach (TaskPhase phase in Enum.GetValues<TaskPhase>())
            Assert.Equal(Allowed.All(step => step.Item1 != phase), phase.IsTerminal());
    }
}
