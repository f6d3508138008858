namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>What an engine has generated.</summary>
internal enum CompletionPieceKind
{
    /// <summary>Text of the answer.</summary>
    Text,

    /// <summary>Text that the model thinks, before or beside its answer.</summary>
    Reasoning,

    /// <summary>Parts of calls of tools, as JSON.</summary>
    ToolCalls,
}
