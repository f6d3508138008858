namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>
/// What a schema demands and a grammar can't hold: the model is left to follow it by itself, and the client is told.
/// A client that asked for <c>strict</c> is refused instead.
/// </summary>
internal sealed class SchemaHints(bool isStrict)
{
    private const int CountMax = 64;

    private readonly List<string> _hints = [];

    /// <summary>The places and keywords, such as <c>#/properties/a: uniqueItems</c>.</summary>
    public IReadOnlyList<string> All => _hints;

    /// <summary>Notes a keyword; <paramref name="reason"/> follows 'because it'.</summary>
    /// <exception cref="SchemaException">The client wants all or nothing.</exception>
    public void Add(string path, string keyword, string reason)
    {
        if (isStrict)
            throw new SchemaException(path, $"'{keyword}' can't be enforced as 'strict' demands, because it {reason}");
        string hint = $"{path}: {keyword}";
        if (_hints.Count < CountMax && !_hints.Contains(hint))
            _hints.Add(hint);
    }
}
