namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>What ended an answer.</summary>
internal enum ForwardResult
{
    /// <summary>The engine was done and the client has it all.</summary>
    Completed,

    /// <summary>The client went away.</summary>
    ClientGone,

    /// <summary>The engine said in its answer that it failed; the client has its words.</summary>
    EngineFailed,

    /// <summary>
    /// The engine or its node went away, or ended without the mark of an end; what has gone to the client ends with an
    /// event.
    /// </summary>
    WorkerReset,

    /// <summary>Likewise, in the middle of an event, so that nothing can be added to it.</summary>
    WorkerResetMidEvent,
}
