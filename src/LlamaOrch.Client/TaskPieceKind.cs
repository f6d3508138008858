namespace LlamaOrch.Client;

/// <summary>What a piece of a task's answer is.</summary>
public enum TaskPieceKind
{
    /// <summary>Text of the answer.</summary>
    Text,

    /// <summary>Text that the model thinks, before or beside its answer.</summary>
    Reasoning,

    /// <summary>Parts of calls of tools: a JSON list in the form of OpenAI's <c>tool_calls</c>.</summary>
    ToolCalls,
}
