using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LlamaOrch.LlamaCpp.Model;

namespace LlamaOrch.LlamaCpp.Inference;

/// <summary>
/// Finds out, with this model on this processor, whether a row's logits depend on how many rows are computed with it.
/// </summary>
/// <remarks>
/// llama.cpp does not promise that they don't. Its matrix products take another kernel, with another order of
/// summation, for one row than for several (F32, F16), or for groups of four rows than for the rest (quantised
/// weights that it repacks). So each policy's widths are tried with the same tokens in other company, and the first
/// policy under which every token gets the same bits at every width is taken.
/// </remarks>
internal sealed unsafe class RowProbe(LlamaContext context, DecodeBatch batch, int slots, Vocabulary vocabulary)
{
    // A difference is one of rounding, so it takes some products to show: many tokens with few weights, few with many.
    private const double ProductsMin = 1e9;
    private const int TokensMin = 4;
    private const int TokensMax = 128;

    private readonly Dictionary<int, byte[]?> _resultsByWidth = [];

    /// <summary>The policy for a model of so many weights.</summary>
    public RowPolicy Find(double weights)
    {
        int count = (int)Math.Clamp(ProductsMin / Math.Max(1, weights), TokensMin, TokensMax);
        int[] tokens = [.. Enumerable.Range(0, count).Select(i => (int)((long)vocabulary.TokenCount * i / count))];
        RowPolicy found = Candidates().FirstOrDefault(policy => IsExact(policy, tokens), RowPolicy.OneByOne);
        context.Clear();
        return found;
    }

    /// <summary>Cheapest first: what fills nothing up, then what keeps all slots together.</summary>
    private IEnumerable<RowPolicy> Candidates()
    {
        yield return RowPolicy.Any(slots);
        yield return new RowPolicy(2, 1, slots);
        if (slots > 3)
        {
            yield return new RowPolicy(1, 1, 3);
            yield return new RowPolicy(2, 1, 3);
        }

        if (slots % 4 == 0)
            yield return new RowPolicy(4, 4, slots);
    }

    private bool IsExact(RowPolicy policy, int[] tokens)
    {
        byte[]? first = null;
        foreach (int width in policy.Widths(slots))
        {
            if (!_resultsByWidth.TryGetValue(width, out byte[]? results))
                _resultsByWidth[width] = results = Compute(width, tokens);
            if (results is null || (first is not null && !results.AsSpan().SequenceEqual(first)))
                return false;
            first ??= results;
        }

        return true;
    }

    /// <summary>A hash of each token's logits, computed in decodes of this width; null where one failed.</summary>
    private byte[]? Compute(int width, int[] tokens)
    {
        byte[] results = new byte[tokens.Length * SHA256.HashSizeInBytes];
        for (int next = 0; next < tokens.Length; next += width)
        {
            context.Clear();
            batch.Reset();
            for (int row = 0; row < width; row++)
                batch.Add(tokens[(next + row) % tokens.Length], position: 0, row, output: true);
            if (context.Decode(batch) != 0)
                return null;
            for (int row = 0; row < width && next + row < tokens.Length; row++)
            {
                var logits = new ReadOnlySpan<float>(context.Logits(row), vocabulary.TokenCount);
                Span<byte> result = results.AsSpan((next + row) * SHA256.HashSizeInBytes, SHA256.HashSizeInBytes);
                SHA256.HashData(MemoryMarshal.AsBytes(logits), result);
            }
        }

        return results;
    }
}
