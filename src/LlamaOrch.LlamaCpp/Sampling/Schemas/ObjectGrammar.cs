namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>Objects: the properties in the order of the schema, those that are not required maybe left out.</summary>
internal static class ObjectGrammar
{
    private const int NamesMax = 1024;

    /// <summary>The objects' text; null where no object is as demanded.</summary>
    public static string? Write(SchemaShape shape, JsonSchemaGrammar grammar, SchemaContext context)
    {
        ObjectRules rules = shape.Objects;
        var members = new ObjectMembers(shape, grammar, context);
        List<string> names = [.. rules.Parts.SelectMany(part => part.Properties).Select(property => property.Name)
            .Concat(rules.Required).Distinct()];
        if (names.Count > NamesMax)
            throw new SchemaException(shape.Path, $"there are more than {NamesMax} properties");
        if (names.Count == 0)
            return members.Free(rules.Min, rules.Max);
        var properties = new List<(string Text, bool IsRequired)>();
        foreach (string name in names)
        {
            bool isRequired = rules.Required.Contains(name);
            if (members.Named(name) is string text)
                properties.Add((text, isRequired));
            else if (isRequired)
                return null;
        }

        return rules.Min > properties.Count
            ? WithOthers(properties, names, members, rules, context)
            : Ordered(properties, rules, context);
    }

    /// <summary>There must be more properties than the schema names: all of these, and others.</summary>
    private static string? WithOthers(
        List<(string Text, bool IsRequired)> properties, List<string> names, ObjectMembers members, ObjectRules rules,
        SchemaContext context)
    {
        if (members.Any(names) is not string other)
            return null;
        string first = properties.Count == 0 ? other : string.Join(" \",\" gap ", properties.Select(one => one.Text));
        int count = Math.Max(1, properties.Count);
        string more = context.Rules.Add($"\",\" gap {other}");
        int? most = rules.Max is null or >= SchemaNode.CountMax ? null : rules.Max - count;
        return most < 0 || most < rules.Min - count
            ? null
            : $"\"{{\" {first} {GrammarText.Repeat(more, rules.Min - count, most, context.Rules)} \"}}\"";
    }

    /// <summary>
    /// Behind each property the rest is the same, however many of those before it came; so the tails are shared, and
    /// the grammar grows with the number of properties and not with that of their subsets.
    /// </summary>
    private static string? Ordered(
        List<(string Text, bool IsRequired)> properties, ObjectRules rules, SchemaContext context)
    {
        int max = Math.Min(rules.Max ?? properties.Count, properties.Count);

        // What was written so far is counted only as far as it matters: whether a comma is due, and the bounds.
        int counted = Math.Max(1, Math.Max(rules.Min, max < properties.Count ? max : 0));
        string?[] tails = [.. Enumerable.Range(0, counted + 1).Select(count => count >= rules.Min ? "\"\"" : null)];
        for (int index = properties.Count - 1; index >= 0; index--)
        {
            (string text, bool isRequired) = properties[index];
            var next = new string?[counted + 1];
            for (int count = 0; count <= counted; count++)
            {
                var ways = new List<string>();
                bool mayCome = max >= properties.Count || count < max;
                if (mayCome && tails[Math.Min(count + 1, counted)] is string behind)
                    ways.Add($"{(count > 0 ? "\",\" gap " : "")}{text} {behind}");
                if (!isRequired && tails[count] is string without)
                    ways.Add(without);
                next[count] = ways.Count == 0 ? null : context.Rules.Add(string.Join(" | ", ways));
            }

            tails = next;
        }

        return tails[0] is string all ? $"\"{{\" {all} \"}}\"" : null;
    }
}
