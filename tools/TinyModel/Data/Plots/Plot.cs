namespace LlamaOrch.Tools.TinyModel.Data.Plots;

/// <summary>A kind of story, as data for <see cref="Template"/>. Besides its own variables a plot may use the slots
/// of <see cref="Cast"/>.</summary>
/// <param name="Variables">Slots of this plot; one value is drawn for each story.</param>
/// <param name="Topics">What a prompt may add after the hero to ask for this plot: "and a lost {thing}".</param>
/// <param name="Sentences">The story after its opening. A template that expands to nothing leaves no sentence.</param>
/// <param name="Questions">What can be asked about the story, with the answers.</param>
public sealed record Plot(
    IReadOnlyDictionary<string, string[]> Variables,
    string[] Topics,
    string[] Sentences,
    (string Question, string Answer)[] Questions);
