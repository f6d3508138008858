namespace LlamaOrch.LlamaCpp.Inference;

/// <summary>How many rows a generation step must have so that each row's result is the same whoever is beside it.</summary>
/// <param name="RowsMin">Fewer are filled up; 1 fills none.</param>
/// <param name="RowsMultiple">Rows are filled up to a multiple of this.</param>
/// <param name="IsTogether">Whether slots share a step at all.</param>
internal readonly record struct RowPolicy(int RowsMin, int RowsMultiple, bool IsTogether)
{
    /// <summary>One slot a step.</summary>
    public static RowPolicy OneByOne { get; } = new(1, 1, false);

    /// <summary>Any number of rows.</summary>
    public static RowPolicy Any { get; } = new(1, 1, true);

    /// <summary>In a few words, for <c>/props</c>.</summary>
    public string Description => IsTogether
        ? $"together, at least {RowsMin} rows, in multiples of {RowsMultiple}"
        : "one by one";

    /// <summary>Rows to compute for <paramref name="busy"/> ones, where there are <paramref name="slots"/> in all.</summary>
    public int RowsFor(int busy, int slots)
    {
        int rows = Math.Max(busy, RowsMin);
        rows = (rows + RowsMultiple - 1) / RowsMultiple * RowsMultiple;
        return Math.Min(rows, slots);
    }
}
