namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>A piece of what an engine has generated.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The text; JSON for calls of tools.</param>
internal readonly record struct CompletionPiece(CompletionPieceKind Kind, string Text);
