namespace LlamaOrch.Tools.TinyModel.Tokenizer;

/// <summary>Text to token ids, exactly as llama.cpp does it with the same vocabulary.</summary>
public sealed class BpeTokenizer
{
    private const int CachedWordsMax = 100_000;

    private readonly Dictionary<(string Left, string Right), int> _rankOf = [];
    private readonly Dictionary<string, int[]> _cache = [];

    /// <summary>A tokenizer over the vocabulary.</summary>
    public BpeTokenizer(Vocabulary vocabulary)
    {
        Vocabulary = vocabulary;
        for (int rank = 0; rank < vocabulary.Merges.Count; rank++)
        {
            _rankOf.Add(vocabulary.Merges[rank], rank);
        }
    }

    /// <summary>The pieces.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Appends the ids of a text, in which control tokens have no special meaning.</summary>
    public void Encode(string text, List<int> ids)
    {
        foreach (string word in PreTokenizer.Split(text))
        {
            if (!_cache.TryGetValue(word, out int[]? pieces))
            {
                pieces = EncodeWord(word);
                if (_cache.Count < CachedWordsMax)
                {
                    _cache.Add(word, pieces);
                }
            }

            ids.AddRange(pieces);
        }
    }

    private int[] EncodeWord(string word)
    {
        List<string> pieces = [.. ByteAlphabet.Of(word).Select(piece => $"{piece}")];
        while (true)
        {
            int best = int.MaxValue;
            int at = -1;
            for (int i = 0; i + 1 < pieces.Count; i++)
            {
                if (_rankOf.TryGetValue((pieces[i], pieces[i + 1]), out int rank) && rank < best)
                {
                    (best, at) = (rank, i);
                }
            }

            if (at < 0)
            {
                return [.. pieces.Select(Vocabulary.IdOf)];
            }

            pieces[at] += pieces[at + 1];
            pieces.RemoveAt(at + 1);
        }
    }
}
