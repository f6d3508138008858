using System.Runtime.InteropServices;
using LlamaOrch.LlamaCpp.Model;

namespace LlamaOrch.LlamaCpp.Inference;

/// <summary>
/// Finds out, with this model on this processor, whether a row's logits depend on how many rows are computed with it.
/// </summary>
/// <remarks>
/// llama.cpp does not promise that they don't: matrix products take another kernel, with another order of summation,
/// for one row than for several. Every row gets the same token here, so every row of every width must give the same
/// bits. The cheapest policy under which all do is taken.
/// </remarks>
internal sealed unsafe class RowProbe(LlamaContext context, DecodeBatch batch, int slots, int vocabTokens)
{
    // Kernels change at small powers of two; up to here every width is tried, beyond their neighbourhoods.
    private const int EveryWidthMax = 9;

    private readonly Dictionary<int, float[]?> _logitsByWidth = [];

    /// <summary>The policy for this model; needs <paramref name="canFillUp"/> for all but the simplest.</summary>
    public RowPolicy Find(int token, bool canFillUp)
    {
        foreach (int width in Widths())
            _logitsByWidth[width] = Compute(width, token);
        context.Clear();
        RowPolicy[] policies = canFillUp
            ? [RowPolicy.Any, new(2, 1, true), new(4, 4, true), new(slots, 1, true)]
            : [RowPolicy.Any];
        foreach (RowPolicy policy in policies)
        {
            if (IsExact(policy))
                return policy;
        }

        return RowPolicy.OneByOne;
    }

    private IEnumerable<int> Widths() => Enumerable.Range(1, slots)
        .Where(width => width <= EveryWidthMax || width == slots || width % 4 is 0 or 1 or 3);

    private bool IsExact(RowPolicy policy)
    {
        float[]?[] used = [.. _logitsByWidth.Keys.Select(width => policy.RowsFor(width, slots)).Distinct()
            .Select(width => _logitsByWidth.GetValueOrDefault(width))];
        return used.All(logits => logits is not null
            && MemoryMarshal.AsBytes(logits).SequenceEqual(MemoryMarshal.AsBytes(used[0])));
    }

    /// <summary>The logits of a step of this width; null where its own rows differ.</summary>
    private float[]? Compute(int width, int token)
    {
        context.Clear();
        batch.Reset();
        for (int sequence = 0; sequence < width; sequence++)
            batch.Add(token, position: 0, sequence, output: true);
        if (context.Decode(batch) != 0)
            return null;
        float[] first = new Span<float>(context.Logits(0), vocabTokens).ToArray();
        for (int row = 1; row < width; row++)
        {
            var logits = new Span<float>(context.Logits(row), vocabTokens);
            if (!MemoryMarshal.AsBytes(logits).SequenceEqual(MemoryMarshal.AsBytes(first.AsSpan())))
                return null;
        }

        return first;
    }
}
