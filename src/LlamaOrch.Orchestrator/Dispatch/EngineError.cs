namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>An engine's own error, kept whole: the client gets it as it is when no other pool does better.</summary>
/// <param name="Status">Its HTTP status.</param>
/// <param name="ContentType">Its content type; null for none.</param>
/// <param name="Body">Its body.</param>
internal sealed record EngineError(int Status, string? ContentType, byte[] Body);
