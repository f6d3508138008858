namespace LlamaOrch.Tools.TinyModel.Data.Dialogue;

/// <summary>A subject that a user and the assistant can talk about.</summary>
public interface IDialogue
{
    /// <summary>One or more exchanges that belong together, the first needing nothing before it.</summary>
    IReadOnlyList<Exchange> Compose(SeededRandom random);
}
