namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>What ended an answer.</summary>
internal enum ForwardResult
{
    /// <summary>The engine was done and the client has it all.</summary>
    Completed,

    /// <summary>The client went away.</summary>
    ClientGone,

    /// <summary>The engine or its node went away; what has gone to the client ends with a line.</summary>
    WorkerReset,

    /// <summary>Likewise, in the middle of a line, so that nothing can be added to it.</summary>
    WorkerResetMidLine,
}
