namespace LlamaOrch.Tools.TinyModel.Tokenizer;

/// <summary>A tokenized conversation.</summary>
/// <param name="Tokens">Token ids in order.</param>
/// <param name="Weights">For each token how much its prediction counts in training: 0 for prompts.</param>
public sealed record Document(int[] Tokens, float[] Weights)
{
    /// <summary>Tokens of answers.</summary>
    public int LearnedCount => Weights.Count(weight => weight > 0);
}
