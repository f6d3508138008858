namespace LlamaOrch.LlamaCpp.Inference;

/// <summary>
/// How many rows a generation step must have so that each row's result is the same whoever is beside it.
/// </summary>
/// <param name="RowsMin">Fewer are filled up; 1 fills none.</param>
/// <param name="RowsMultiple">Rows are filled up to a multiple of this.</param>
/// <param name="RowsMax">More are computed in several decodes; 1 computes every slot by itself.</param>
internal readonly record struct RowPolicy(int RowsMin, int RowsMultiple, int RowsMax)
{
    /// <summary>One slot a decode.</summary>
    public static RowPolicy OneByOne { get; } = new(1, 1, 1);

    /// <summary>In a few words, for <c>/props</c>.</summary>
    public string Description => RowsMax == 1
        ? "one slot per decode"
        : $"up to {RowsMax} slots per decode, at least {RowsMin} rows, in multiples of {RowsMultiple}";

    /// <summary>Any number of rows up to all slots.</summary>
    public static RowPolicy Any(int slots) => new(1, 1, slots);

    /// <summary>
    /// Rows to compute for <paramref name="span"/> slots in a row, where there are <paramref name="slots"/>.
    /// </summary>
    public int RowsFor(int span, int slots)
    {
        int rows = Math.Max(span, RowsMin);
        rows = (rows + RowsMultiple - 1) / RowsMultiple * RowsMultiple;
        return Math.Min(rows, slots);
    }

    /// <summary>The widths of the decodes that compute this many rows: as few as may be, as even as may be.</summary>
    public IEnumerable<int> Decodes(int rows)
    {
        int decodes = (rows + RowsMax - 1) / RowsMax;
        for (int i = 0; i < decodes; i++)
            yield return (rows / decodes) + (i < rows % decodes ? 1 : 0);
    }

    /// <summary>Every width of a decode that can come up with this many slots.</summary>
    public IEnumerable<int> Widths(int slots)
    {
        RowPolicy policy = this;
        return Enumerable.Range(1, slots).SelectMany(span => policy.Decodes(policy.RowsFor(span, slots))).Distinct();
    }
}
