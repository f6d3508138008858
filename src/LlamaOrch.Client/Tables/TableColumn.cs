namespace LlamaOrch.Client.Tables;

/// <summary>A column of a table for a terminal, and what becomes of it where the window is too narrow.</summary>
/// <param name="Heading">Its heading.</param>
public sealed record TableColumn(string Heading)
{
    /// <summary>
    /// To how many cells it may be shortened; 0, the default, for a column that is not shortened as long as others can
    /// be or can be left out.
    /// </summary>
    public int WidthMin { get; init; }

    /// <summary>Its place in the order in which columns are left out, from 1; 0, the default, for never.</summary>
    public int LeftOut { get; init; }
}
