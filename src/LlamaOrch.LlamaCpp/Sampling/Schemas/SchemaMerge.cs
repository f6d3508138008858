using System.Text.Json;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>Collects what several schemas demand of one value, and what those that they refer to do.</summary>
internal sealed class SchemaMerge
{
    private readonly SchemaContext _context;
    private readonly IReadOnlySet<string> _decided;
    private readonly HashSet<string> _seen = [];
    private readonly SchemaShape _shape;

    private SchemaMerge(SchemaContext context, SchemaShape shape, IReadOnlySet<string> decided) =>
        (_context, _shape, _decided) = (context, shape, decided);

    /// <summary>The shape.</summary>
    /// <param name="nodes">The schemas; at least one.</param>
    /// <param name="decided">Choices for which one of the options is among the schemas already.</param>
    /// <param name="context">The compilation.</param>
    /// <exception cref="SchemaException">A schema is wrong.</exception>
    public static SchemaShape Of(
        IReadOnlyList<SchemaNode> nodes, IReadOnlySet<string> decided, SchemaContext context)
    {
        var merge = new SchemaMerge(context, new SchemaShape(nodes[0].Path), decided);
        foreach (SchemaNode node in nodes)
            merge.Add(node);
        return merge._shape;
    }

    private void Add(SchemaNode node)
    {
        if (!_seen.Add(node.Path) || node.Json.ValueKind == JsonValueKind.True)
            return;
        if (node.Json.ValueKind == JsonValueKind.False)
        {
            _shape.IsNever = true;
            return;
        }

        if (node.Json.ValueKind != JsonValueKind.Object)
            throw new SchemaException(node.Path, "a schema must be an object, true or false");
        foreach (JsonProperty keyword in node.Json.EnumerateObject())
            Take(node, SchemaKeywords.NameOf(keyword, node.Path), keyword.Value);
        AddCondition(node);
        SchemaParts.AddArray(node, _shape.Arrays);
        SchemaParts.AddObject(node, _shape.Objects);
    }

    private void Take(SchemaNode node, string keyword, JsonElement value)
    {
        switch (keyword)
        {
            case "$ref":
                Add(node.Same(_context.Target(value, node.Path), SchemaNode.Text(value, node.Path)));
                break;
            case "allOf":
                foreach (SchemaNode part in Options(node, value, keyword))
                    Add(part);
                break;
            case "anyOf" or "oneOf":
                AddChoice(node, keyword, Options(node, value, keyword));
                break;
            case "not":
                if (SchemaNegation.Of(value, _context) is JsonElement negated)
                    Add(node.Same(negated, $"{node.Path}/not!"));
                else
                    _context.Hints.Add(node.Path, keyword, "negates more than a grammar can tell apart");
                break;
            case "dependentRequired" or "dependentSchemas" or "dependencies":
                foreach (JsonProperty member in node.Members(value, keyword))
                    AddDependency(node, keyword, member);
                break;
            default:
                if (!SchemaKeywords.Take(node, keyword, value, _shape))
                    _context.Hints.Add(node.Path, keyword, "is more than a grammar can follow");
                break;
        }
    }

    private static IReadOnlyList<SchemaNode> Options(SchemaNode node, JsonElement value, string keyword) =>
        [.. node.List(value, keyword).Select((part, index) => node.Same(part, $"{node.Path}/{keyword}/{index}"))];

    private void AddChoice(SchemaNode node, string keyword, IReadOnlyList<SchemaNode> options)
    {
        string key = $"{node.Path}/{keyword}";
        if (_decided.Contains(key))
            return;
        if (keyword == "oneOf" && !SchemaOverlap.AreApart([.. options.Select(option => option.Json)], _context))
            _context.Hints.Add(node.Path, keyword, "has options that a value could follow at the same time");
        _shape.Choices.Add(new SchemaChoice(key, options));
    }

    /// <summary>'if' is a choice of two: the condition and 'then', or its opposite and 'else'.</summary>
    private void AddCondition(SchemaNode node)
    {
        if (!node.Json.TryGetProperty("if", out JsonElement condition))
            return;
        bool hasThen = node.Json.TryGetProperty("then", out JsonElement consequence);
        bool hasElse = node.Json.TryGetProperty("else", out JsonElement otherwise);
        if (!hasThen && !hasElse)
            return;
        if (SchemaNegation.Of(condition, _context) is not JsonElement negated)
        {
            _context.Hints.Add(node.Path, "if", "has a condition whose opposite a grammar can't tell");
            return;
        }

        AddChoice(node, "if", [
            node.Same(SchemaNegation.Both(condition, hasThen ? consequence : null), $"{node.Path}/then!"),
            node.Same(SchemaNegation.Both(negated, hasElse ? otherwise : null), $"{node.Path}/else!"),
        ]);
    }

    private void AddDependency(SchemaNode node, string keyword, JsonProperty member)
    {
        string name = SchemaKeywords.NameOf(member, node.Path);
        string path = $"{node.Path}/{keyword}/{name}";
        AddChoice(node, $"{keyword}/{name}", [
            node.Same(SchemaNegation.Without(name), $"{path}!"),
            node.Same(SchemaNegation.With(name, member.Value), path),
        ]);
    }
}
