namespace LlamaOrch.Tools.TinyModel.Tokenizer;

/// <summary>Learns byte-pair merges from counted words. Ties go to the pair that sorts first, so that the result
/// depends on the text alone.</summary>
public static class BpeTrainer
{
    private const int RarestWord = 4;

    /// <summary>Learns merges until the vocabulary has <paramref name="vocabularySize"/> pieces, or no pair is left.
    /// </summary>
    public static Vocabulary Train(IEnumerable<string> texts, int vocabularySize)
    {
        List<(List<string> Pieces, int Count)> words = Count(texts);
        HashSet<string> known = [];
        List<(string Left, string Right)> merges = [];
        int wanted = vocabularySize - 256 - Vocabulary.ControlTokens.Count;
        while (merges.Count < wanted && Best(words, known) is { } best)
        {
            merges.Add(best);
            known.Add(best.Left + best.Right);
            foreach ((List<string> pieces, _) in words)
            {
                Merge(pieces, best);
            }
        }

        return new Vocabulary(merges);
    }

    /// <summary>Joins each occurrence of the pair, left to right.</summary>
    internal static void Merge(List<string> pieces, (string Left, string Right) pair)
    {
        for (int i = 0; i + 1 < pieces.Count; i++)
        {
            if (pieces[i] == pair.Left && pieces[i + 1] == pair.Right)
            {
                pieces[i] = pair.Left + pair.Right;
                pieces.RemoveAt(i + 1);
            }
        }
    }

    private static List<(List<string> Pieces, int Count)> Count(IEnumerable<string> texts)
    {
        Dictionary<string, int> counts = [];
        foreach (string word in texts.SelectMany(PreTokenizer.Split))
        {
            counts[word] = counts.GetValueOrDefault(word) + 1;
        }

        return
        [
            .. counts.Where(entry => entry.Value >= RarestWord)
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => (ByteAlphabet.Of(entry.Key).Select(piece => $"{piece}").ToList(), entry.Value)),
        ];
    }

    private static (string Left, string Right)? Best(
        List<(List<string> Pieces, int Count)> words, HashSet<string> known)
    {
        Dictionary<(string Left, string Right), long> counts = [];
        foreach ((List<string> pieces, int count) in words)
        {
            for (int i = 0; i + 1 < pieces.Count; i++)
            {
                (string, string) pair = (pieces[i], pieces[i + 1]);
                counts[pair] = counts.GetValueOrDefault(pair) + count;
            }
        }

        // A text that two different pairs give would be two ids for one piece, which the format does not allow.
        (string Left, string Right)? best = null;
        long bestCount = 0;
        foreach (((string Left, string Right) pair, long count) in counts)
        {
            bool better = count > bestCount || (count == bestCount && best is { } held && Precedes(pair, held));
            if (better && !known.Contains(pair.Left + pair.Right))
            {
                (best, bestCount) = (pair, count);
            }
        }

        return best;
    }

    private static bool Precedes((string Left, string Right) a, (string Left, string Right) b)
    {
        int order = string.CompareOrdinal(a.Left, b.Left);
        return order < 0 || (order == 0 && string.CompareOrdinal(a.Right, b.Right) < 0);
    }
}
