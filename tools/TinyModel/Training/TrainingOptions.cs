namespace LlamaOrch.Tools.TinyModel.Training;

/// <summary>What a training is asked to do.</summary>
/// <param name="Seed">Seed of data, tokenizer and weights.</param>
/// <param name="Shape">Dimensions of the model.</param>
/// <param name="Steps">Optimizer steps in all.</param>
/// <param name="StepTokens">Tokens a step, about.</param>
/// <param name="PeakRate">Highest learning rate.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Directory">Where checkpoints lie.</param>
/// <param name="Resume">Goes on from the checkpoint in the directory.</param>
public sealed record TrainingOptions(
    ulong Seed,
    TransformerShape Shape,
    long Steps,
    int StepTokens,
    float PeakRate,
    int Threads,
    string Directory,
    bool Resume)
{
    /// <summary>Rows that one thread computes at a time; small enough for its activations to stay near.</summary>
    public const int BatchRows = 512;

    /// <summary>The checkpoint's file.</summary>
    public string CheckpointPath => Path.Combine(Directory, "checkpoint.bin");
}
