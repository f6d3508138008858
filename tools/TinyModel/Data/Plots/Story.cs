namespace LlamaOrch.Tools.TinyModel.Data.Plots;

/// <summary>A story as told, with what a listener may have asked for and may ask afterwards.</summary>
/// <param name="Cast">Who plays in it.</param>
/// <param name="Topic">Words that ask for this very plot, after the hero: "and a lost key".</param>
/// <param name="Text">The whole story in one paragraph.</param>
/// <param name="Questions">Questions that the story answers, with the answers.</param>
public sealed record Story(Cast Cast, string Topic, string Text, IReadOnlyList<Exchange> Questions);
