using LlamaOrch.Tools.TinyModel.Tokenizer;

namespace LlamaOrch.Tools.TinyModel.Training;

/// <summary>Documents side by side in one matrix of tokens. Each has positions of its own and sees only itself, as
/// at inference, where a conversation starts at position 0. Each is filled up to a multiple of 8 rows.</summary>
public sealed class PackedBatch
{
    private readonly List<int> _tokens = [];
    private readonly List<int> _targets = [];
    private readonly List<float> _weights = [];
    private readonly List<int> _positions = [];
    private readonly List<(int Start, int Length)> _documents = [];

    /// <summary>Token of each row.</summary>
    public IReadOnlyList<int> Tokens => _tokens;

    /// <summary>Token that each row has to predict, or -1 where nothing is learned.</summary>
    public IReadOnlyList<int> Targets => _targets;

    /// <summary>How much each row counts; 0 where nothing is learned.</summary>
    public IReadOnlyList<float> Weights => _weights;

    /// <summary>Position of each row within its document.</summary>
    public ReadOnlySpan<int> Positions => System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_positions);

    /// <summary>Rows of each document.</summary>
    public IReadOnlyList<(int Start, int Length)> Documents => _documents;

    /// <summary>Number of rows that learn.</summary>
    public int LearnedCount { get; private set; }

    /// <summary>Sum of the weights.</summary>
    public float TotalWeight { get; private set; }

    /// <summary>Rows that a document of this many tokens takes: its last token predicts nothing.</summary>
    public static int RowsFor(int tokens) => (tokens - 1 + 7) / 8 * 8;

    /// <summary>Appends a document.</summary>
    public void Add(Document document)
    {
        int rows = RowsFor(document.Tokens.Length);
        _documents.Add((_tokens.Count, rows));
        for (int i = 0; i < rows; i++)
        {
            bool inside = i + 1 < document.Tokens.Length;
            float weight = inside ? document.Weights[i + 1] : 0;
            _tokens.Add(inside ? document.Tokens[i] : Vocabulary.EndOfText);
            _targets.Add(weight > 0 ? document.Tokens[i + 1] : -1);
            _weights.Add(weight);
            _positions.Add(i);
            LearnedCount += weight > 0 ? 1 : 0;
            TotalWeight += weight;
        }
    }
}
