namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>Arrays: of one kind of items, behind a list of fixed ones.</summary>
internal static class ArrayGrammar
{
    private const int FirstMax = 512;

    /// <summary>The arrays' text; null where no array is as demanded.</summary>
    public static string? Write(SchemaShape shape, JsonSchemaGrammar grammar, SchemaContext context)
    {
        ArrayRules rules = shape.Arrays;
        (int min, int max) = (rules.Min, rules.Max ?? SchemaNode.CountMax);
        int fixedCount = rules.Parts.Select(part => part.First.Count).DefaultIfEmpty(0).Max();
        if (fixedCount > FirstMax)
            throw new SchemaException(shape.Path, $"'prefixItems' has more than {FirstMax}");
        if (rules.UniquePath is string path && max > 1)
            context.Hints.Add(path, "uniqueItems", "compares items with each other");

        // A list of fixed items comes whole: that is what is meant, whatever else would be valid.
        if (fixedCount > 0)
            min = Math.Max(min, Math.Min(fixedCount, max));
        bool isOpen = rules.Parts.Count == 0 || rules.Parts.Exists(part => part.Others is not null);
        if (!isOpen)
            max = Math.Min(max, Math.Max(min, fixedCount));
        var items = new List<string>();
        for (int index = 0; index < Math.Min(fixedCount, max); index++)
        {
            if (Item(rules, index, grammar) is not string item)
            {
                max = index;
                min = rules.Min;
                break;
            }

            items.Add(item);
        }

        if (min > max)
            return null;
        string? rest = max > items.Count ? Item(rules, int.MaxValue, grammar) : null;
        if (rest is null && min > items.Count)
            return null;
        return $"\"[\" {Sequence(items, rest, min, rest is null ? items.Count : max, context.Rules)} \"]\"";
    }

    private static string Sequence(List<string> items, string? rest, int min, int max, SchemaRules rules)
    {
        string text = string.Join(" \",\" gap ", items);
        if (rest is null)
            return text;
        string more = rules.Add($"\",\" gap {rest}");
        int? most = max >= SchemaNode.CountMax ? null : max - Math.Max(1, items.Count);
        string further = GrammarText.Repeat(more, Math.Max(0, min - Math.Max(1, items.Count)), most, rules);
        if (items.Count > 0)
            return $"{text} {further}";
        return min == 0 ? $"( {rest} {further} )?" : $"{rest} {further}";
    }

    private static string? Item(ArrayRules rules, int index, JsonSchemaGrammar grammar)
    {
        var nodes = new List<SchemaNode>();
        foreach ((IReadOnlyList<SchemaNode> first, SchemaNode? rest) in rules.Parts)
        {
            if (index < first.Count)
                nodes.Add(first[index]);
            else if (rest is SchemaNode node)
                nodes.Add(node);
        }

        if (nodes.Count == 0 && rules.Unevaluated is SchemaNode unevaluated)
            nodes.Add(unevaluated);
        return grammar.Value(nodes);
    }
}
