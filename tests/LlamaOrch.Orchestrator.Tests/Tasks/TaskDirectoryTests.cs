using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Orchestrator.Configuration;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Tasks;
using Microsoft.Extensions.Options;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Tasks;

[Trait("lane", "unit")]
public sealed class TaskDirectoryTests
{
    [Fact]
    public void The_latest_ended_tasks_are_kept_up_to_their_number()
    {
        var directory = new TaskDirectory(Options.Create(new OrchestratorOptions { TasksKept = 2 }));
        foreach (string id in (string[])["a", "b", "c"])
            directory.Ended(Add(directory, id));

        Assert.Equal(["b", "c"], directory.Newest(10).Select(view => view.TaskId.Value).Order());
    }

    [Fact]
    public void They_are_kept_up_to_the_memory_of_their_events()
    {
        var directory = new TaskDirectory(Options.Create(new OrchestratorOptions { TaskEventsBytesMax = 100_000 }));
        foreach (string id in (string[])["a", "b", "c"])
        {
            TaskRecord record = Add(directory, id);
            record.Events.Append("token", (new string('x', 40_000), 0), TaskEvents.Token);
            directory.Ended(record);
        }

        Assert.Null(directory.Find(new TaskId("a")));
        Assert.NotNull(directory.Find(new TaskId("b")));
    }

    [Fact]
    public void A_running_task_is_never_dropped()
    {
        var directory = new TaskDirectory(Options.Create(new OrchestratorOptions { TasksKept = 0 }));
        TaskRecord running = Add(directory, "running");

        directory.Ended(Add(directory, "ended"));

        Assert.Same(running, Assert.Single([directory.Find(new TaskId("running"))]));
        Assert.Null(directory.Find(new TaskId("ended")));
    }

    private static TaskRecord Add(TaskDirectory directory, string id)
    {
        var slot = new SlotRequest { TaskId = new TaskId(id), ModelId = new ModelId("m") };
        var outgoing = new OutgoingRequest("/v1/completions", default, new RequestOrigin("c", default));
        return directory.Add(new TaskRecord(
            new TaskSubmission(slot, outgoing, 0, default), DateTimeOffset.UnixEpoch, position: 0));
    }
}
