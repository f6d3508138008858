using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>What admission must know of a body that is passed through.</summary>
/// <param name="Model">The model asked for.</param>
/// <param name="Stream">Whether the answer comes as events.</param>
/// <param name="MaxTokens">Most tokens of one answer, a wish; null when the client leaves it open.</param>
/// <param name="Answers">How many answers; they share one slot, so a lease stands for all of them.</param>
/// <param name="PromptBytes">Size of the prompt's text, bytes; 0 while unknown.</param>
/// <param name="PromptBlocks">Hashes of the prompt's first blocks, to find pools that know them.</param>
internal readonly record struct ScannedRequest(
    ModelId Model, bool Stream, int? MaxTokens, int Answers, int PromptBytes, IReadOnlyList<ulong> PromptBlocks);
