namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>Numbers: whole ones between any bounds, others from zero on or without bounds.</summary>
internal static class NumberGrammar
{
    /// <summary>Whole numbers.</summary>
    public static string Integer(in SchemaNode node)
    {
        long min = Math.Max(
            node.Whole("minimum") ?? -WholeNumbers.Largest,
            node.Whole("exclusiveMinimum") + 1 ?? -WholeNumbers.Largest);
        long max = Math.Min(
            node.Whole("maximum") ?? WholeNumbers.Largest,
            node.Whole("exclusiveMaximum") - 1 ?? WholeNumbers.Largest);
        return min <= max
            ? WholeNumbers.Between(min, max)
            : throw new SchemaException(node.Path, "no whole number is within the bounds");
    }

    /// <summary>Any numbers.</summary>
    public static string Number(in SchemaNode node)
    {
        bool isBounded = node.Has("maximum", out _) || node.Has("exclusiveMinimum", out _)
            || node.Has("exclusiveMaximum", out _);
        if (isBounded || (node.Has("minimum", out _) && node.Whole("minimum") != 0))
        {
            throw new SchemaException(
                node.Path, "bounds of a 'number' are not supported, except 'minimum': 0; an 'integer' may have any");
        }

        return node.Has("minimum", out _) ? "positive-number" : "number";
    }
}
