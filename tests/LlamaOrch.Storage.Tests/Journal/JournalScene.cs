using System.Text;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Tasks;

namespace LlamaOrch.Storage.Tests.Journal;

/// <summary>Tasks and ends to be kept.</summary>
internal static class JournalScene
{
    public static readonly DateTimeOffset Now = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public static JournaledTask Task(string id, string model = "m", long place = 1, string body = "{}") => new()
    {
        Slot = new SlotRequest { TaskId = new TaskId(id), ModelId = new ModelId(model) },
        Place = place,
        CreatedAt = Now,
        Route = "/v1/completions",
        Body = Encoding.UTF8.GetBytes(body),
        BodyHash = $"hash of {id}",
        CorrelationId = "c",
    };

    /// <summary>A task with everything that one can have.</summary>
    public static JournaledTask Full(string id) => Task(id, body: "{\"prompt\":\"ä\"}") with
    {
        Slot = new SlotRequest
        {
            TaskId = new TaskId(id),
            ModelId = new ModelId("m"),
            Priority = TaskPriority.Batch,
            ContextTokens = 512,
            SessionId = new SessionId("s"),
            Engine = "vllm",
            Deadline = Now.AddMinutes(1),
            Preferences = new PlacementPreferences(new PoolId("p"), [new PoolId("q")], [new PoolId("r")], "0,1", true),
        },
        QueuePosition = 7,
        TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    };

    public static TaskOutcome Completed { get; } = new()
    {
        Phase = TaskPhase.Completed,
        EndedAt = Now.AddSeconds(9),
        Work = new TaskWork(3, 4, TimeSpan.FromMilliseconds(5)),
        PoolId = new PoolId("p"),
        NodeId = new NodeId("n"),
        LastEventId = 12,
    };

    public static TaskOutcome Failed { get; } = new()
    {
        Phase = TaskPhase.Failed,
        EndedAt = Now,
        Error = ErrorBody.From(ErrorCode.WorkerReset, "Gone."),
    };
}
