using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Hosting.OpenApi;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>What the document says of the tasks' routes.</summary>
internal static class TaskDocs
{
    private const string Tag = "tasks";

    public static RouteDoc Submit { get; } = new(Tag, "Submits a task.")
    {
        Id = "createTask",
        Description = "The same 'task_id' with the same body again is the same task.",
        Body = typeof(TaskRequest),
        Example = """
            {
              "model": "qwen3-8b",
              "messages": [{ "role": "user", "content": "Why is the sky blue?" }],
              "max_tokens": 200,
              "temperature": 0.7
            }
            """,
        Answer = typeof(TaskView),
        Status = 202,
        Refusals =
        [
            ErrorCode.InvalidParams, ErrorCode.ModelNotAvailable, ErrorCode.Conflict, ErrorCode.AdmissionReject,
            ErrorCode.QueueFullDropLru, ErrorCode.QuotaExceeded, ErrorCode.PoolUnready,
        ],
    };

    public static RouteDoc List { get; } = new(Tag, "The newest tasks, newest first.")
    {
        Id = "listTasks",
        Answer = typeof(IReadOnlyList<TaskView>),
    };

    public static RouteDoc Show { get; } = new(Tag, "One task as it stands.")
    {
        Id = "getTask",
        Answer = typeof(TaskView),
        Refusals = [ErrorCode.InvalidParams, ErrorCode.NotFound],
    };

    public static RouteDoc Events { get; } = new(Tag, "A task's events as they come.")
    {
        Id = "streamTaskEvents",
        Description = "Events 'started', 'metrics', 'token' (text of the answer), 'reasoning' (text of a model that "
            + "thinks), 'tool_calls' (parts of calls, in OpenAI's form), and one last 'end' or 'error', each with an "
            + "id. While nothing happens a comment comes every 'stream_keepalive_ms'. A stream without a last event "
            + "has broken off. 204 when all were seen.",
        Answer = typeof(string),
        ContentType = "text/event-stream",
        Headers = new Dictionary<string, string> { ["Last-Event-ID"] = "Goes on after this event." },
        Refusals = [ErrorCode.InvalidParams, ErrorCode.NotFound],
    };

    public static RouteDoc Result { get; } = new(Tag, "What an ended task came to.")
    {
        Id = "getTaskResult",
        Description = "The answer's text, over restarts too, for the latest 'tasks_kept' tasks and as long as it "
            + "takes no more than 'task_result_bytes_max'. CONFLICT while the task has no end.",
        Answer = typeof(TaskResult),
        Refusals =
            [ErrorCode.InvalidParams, ErrorCode.NotFound, ErrorCode.Conflict, ErrorCode.StorageUnavailable],
    };

    public static RouteDoc Decision { get; } = new(Tag, "Why a task runs where it runs, waits, or was refused.")
    {
        Id = "getTaskDecision",
        Answer = typeof(PlacementDecision),
        Refusals = [ErrorCode.InvalidParams, ErrorCode.NotFound],
    };

    public static RouteDoc Cancel { get; } = new(Tag, "Cancels a task; no token comes after the answer.")
    {
        Id = "cancelTask",
        Answer = typeof(TaskView),
        Refusals = [ErrorCode.InvalidParams, ErrorCode.NotFound],
    };
}
