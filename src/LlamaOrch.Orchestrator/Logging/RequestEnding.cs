namespace LlamaOrch.Orchestrator.Logging;

/// <summary>The ways to end.</summary>
internal enum RequestEnding
{
    /// <summary>The client has its answer.</summary>
    Completed,

    /// <summary>Nobody wanted it any more.</summary>
    Canceled,

    /// <summary>It got an error.</summary>
    Failed,
}
