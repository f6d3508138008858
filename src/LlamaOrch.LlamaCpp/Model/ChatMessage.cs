namespace LlamaOrch.LlamaCpp.Model;

/// <summary>One message of a conversation.</summary>
/// <param name="Role">Who speaks: system, user or assistant.</param>
/// <param name="Content">The text.</param>
internal readonly record struct ChatMessage(string Role, string Content);
