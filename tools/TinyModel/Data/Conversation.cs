namespace LlamaOrch.Tools.TinyModel.Data;

/// <summary>One document of the training text.</summary>
/// <param name="System">A system message, or null.</param>
/// <param name="Exchanges">What was said, in order. Empty for a plain text.</param>
/// <param name="PlainText">A text outside any chat, for raw completion; null for a conversation.</param>
public sealed record Conversation(string? System, IReadOnlyList<Exchange> Exchanges, string? PlainText);
