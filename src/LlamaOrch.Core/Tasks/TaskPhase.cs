namespace LlamaOrch.Core.Tasks;

/// <summary>Where a task is: <c>queued → dispatched → streaming → completed / failed / canceled</c>.</summary>
public enum TaskPhase
{
    /// <summary>Waits for a slot.</summary>
    Queued,

    /// <summary>Has a slot; nothing has come from the engine yet.</summary>
    Dispatched,

    /// <summary>Tokens come.</summary>
    Streaming,

    /// <summary>Ended as it should.</summary>
    Completed,

    /// <summary>Ended with an error.</summary>
    Failed,

    /// <summary>Ended because somebody asked for it.</summary>
    Canceled,
}
