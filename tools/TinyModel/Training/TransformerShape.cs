namespace LlamaOrch.Tools.TinyModel.Training;

/// <summary>Dimensions of a llama-architecture model with tied input and output embeddings.</summary>
/// <param name="Vocabulary">Number of token ids.</param>
/// <param name="Width">Length of the hidden vector; a multiple of 32.</param>
/// <param name="Layers">Number of blocks.</param>
/// <param name="Heads">Attention heads; <paramref name="Width"/> / heads must be a multiple of 32.</param>
/// <param name="FeedForward">Length of the inner feed-forward vector; a multiple of 32.</param>
/// <param name="Context">Longest sequence in tokens.</param>
public sealed record TransformerShape(
    int Vocabulary,
    int Width,
    int Layers,
    int Heads,
    int FeedForward,
    int Context)
{
    /// <summary>The shape that ships.</summary>
    public static TransformerShape Default { get; } = new(1536, 192, 4, 6, 512, 1024);

    /// <summary>Base of the rotary embedding's frequencies.</summary>
    public const float RopeBase = 10_000f;

    /// <summary>Added to the mean square before the root.</summary>
    public const float NormEpsilon = 1e-5f;

    /// <summary>Length of one attention head.</summary>
    public int HeadWidth => Width / Heads;

    /// <summary>Checks the rules that the kernels rely on.</summary>
    /// <exception cref="ArgumentException">A dimension breaks its rule.</exception>
    public void Validate()
    {
        if (Vocabulary % 32 != 0 || Width % 32 != 0 || FeedForward % 32 != 0)
        {
            throw new ArgumentException("Vocabulary, width and feed-forward length must be multiples of 32.");
        }

        if (Width % Heads != 0 || HeadWidth % 32 != 0)
        {
            throw new ArgumentException("A head's width must be a multiple of 32.");
        }
    }
}
