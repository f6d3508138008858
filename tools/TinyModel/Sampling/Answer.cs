namespace LlamaOrch.Tools.TinyModel.Sampling;

/// <summary>A generated answer.</summary>
/// <param name="Text">Its text.</param>
/// <param name="Tokens">Number of its tokens, without the end token.</param>
/// <param name="Ended">Whether the model ended it by itself.</param>
internal sealed record Answer(string Text, int Tokens, bool Ended);
