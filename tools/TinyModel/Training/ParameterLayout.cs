namespace LlamaOrch.Tools.TinyModel.Training;

/// <summary>Where each weight lies in the one flat array of parameters. Matrices of blocks are stored input-major
/// ([in, out]), which is what the forward product reads; query, key and value are one matrix, gate and up too.
/// </summary>
public sealed class ParameterLayout
{
    private readonly TransformerShape _shape;
    private readonly int _layerSize;

    /// <summary>The layout for a shape.</summary>
    public ParameterLayout(TransformerShape shape)
    {
        _shape = shape;
        _layerSize = (2 * shape.Width) + (4 * shape.Width * shape.Width) + (3 * shape.Width * shape.FeedForward);
        Count = (shape.Vocabulary * shape.Width) + (shape.Layers * _layerSize) + shape.Width;
    }

    /// <summary>Number of parameters.</summary>
    public int Count { get; }

    /// <summary>Token embeddings, [vocabulary, width].</summary>
    public const int Embedding = 0;

    /// <summary>Gains of the last norm.</summary>
    public int OutputNorm => Count - _shape.Width;

    /// <summary>Gains of the norm before attention.</summary>
    public int AttentionNorm(int layer) => (_shape.Vocabulary * _shape.Width) + (layer * _layerSize);

    /// <summary>Query, key, value: [width, 3 width].</summary>
    public int QueryKeyValue(int layer) => AttentionNorm(layer) + _shape.Width;

    /// <summary>Attention output: [width, width].</summary>
    public int AttentionOutput(int layer) => QueryKeyValue(layer) + (3 * _shape.Width * _shape.Width);

    /// <summary>Gains of the norm before the feed-forward part.</summary>
    public int FeedForwardNorm(int layer) => AttentionOutput(layer) + (_shape.Width * _shape.Width);

    /// <summary>Gate and up: [width, 2 feed-forward].</summary>
    public int GateUp(int layer) => FeedForwardNorm(layer) + _shape.Width;

    /// <summary>Down: [feed-forward, width].</summary>
    public int Down(int layer) => GateUp(layer) + (2 * _shape.Width * _shape.FeedForward);

    /// <summary>Every matrix: offset, rows, columns. What is not listed is a gain.</summary>
    public IEnumerable<(int Offset, int Rows, int Columns)> Matrices()
    {
        yield return (Embedding, _shape.Vocabulary, _shape.Width);
        for (int layer = 0; layer < _shape.Layers; layer++)
        {
            yield return (QueryKeyValue(layer), _shape.Width, 3 * _shape.Width);
            yield return (AttentionOutput(layer), _shape.Width, _shape.Width);
            yield return (GateUp(layer), _shape.Width, 2 * _shape.FeedForward);
            yield return (Down(layer), _shape.FeedForward, _shape.Width);
        }
    }

    /// <summary>Fills fresh parameters: gains 1, matrices normal with deviation 0.02, those that write to the
    /// residual stream smaller by the root of twice the number of layers.</summary>
    public void Initialise(Span<float> parameters, Data.SeededRandom random)
    {
        parameters.Fill(1);
        double residual = 0.02 / Math.Sqrt(2 * _shape.Layers);
        foreach ((int offset, int rows, int columns) in Matrices())
        {
            bool writesResidual = offset != Embedding && columns == _shape.Width;
            foreach (ref float value in parameters.Slice(offset, rows * columns))
            {
                value = random.NextGaussian(writesResidual ? residual : 0.02);
            }
        }
    }
}
