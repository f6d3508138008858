namespace LlamaOrch.Tools.TinyModel.Tokenizer;

/// <summary>A tokenized conversation.</summary>
/// <param name="Tokens">Token ids in order.</param>
/// <param name="Learned">For each token whether the model is trained to predict it: answers, not prompts.</param>
public sealed record Document(int[] Tokens, bool[] Learned);
