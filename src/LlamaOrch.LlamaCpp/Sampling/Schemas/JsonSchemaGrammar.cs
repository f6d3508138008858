using System.Text.Json;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>
/// Makes a GBNF grammar of a JSON schema, so that an answer can't but follow it. What it understands stands in
/// docs/reference/openai.md.
/// </summary>
internal sealed class JsonSchemaGrammar
{
    private readonly SchemaRules _rules = new();
    private readonly Dictionary<string, string> _ruleByReference = [];
    private readonly JsonElement _root;

    private JsonSchemaGrammar(JsonElement root) => _root = root;

    /// <summary>The grammar.</summary>
    /// <exception cref="SchemaException">The schema is wrong, or holds what is not understood.</exception>
    public static string Compile(JsonElement schema)
    {
        var grammar = new JsonSchemaGrammar(schema);
        return grammar._rules.Write(grammar.Reference("#", new SchemaNode(schema, "#", 0)));
    }

    /// <summary>An expression for the values of a schema.</summary>
    public string Value(in SchemaNode node)
    {
        if (node.Json.ValueKind == JsonValueKind.True)
            return "any";
        if (node.Json.ValueKind != JsonValueKind.Object)
            throw new SchemaException(node.Path, "a schema must be an object or true");
        SchemaKeywords.Check(node.Json, node.Path);
        if (node.Has("$ref", out JsonElement reference))
        {
            SchemaKeywords.CheckAlone(node.Json, "$ref", node.Path);
            return Reference(
                reference.ValueKind == JsonValueKind.String ? reference.GetString()! : reference.GetRawText(), node);
        }

        if (node.Has("const", out JsonElement constant))
        {
            SchemaKeywords.CheckAlone(node.Json, "const", node.Path);
            return GrammarText.Json(constant);
        }

        if (node.Has("enum", out _))
        {
            SchemaKeywords.CheckAlone(node.Json, "enum", node.Path);
            return _rules.Add(GrammarText.AnyOf([.. node.List("enum").Select(GrammarText.Json)]));
        }

        foreach (string keyword in (string[])["anyOf", "oneOf", "allOf"])
        {
            if (node.Has(keyword, out _))
                return Choice(node, keyword);
        }

        SchemaNode typed = node;
        return GrammarText.AnyOf([.. Types(node).Select(type => OfType(typed, type))]);
    }

    private string Choice(SchemaNode node, string keyword)
    {
        SchemaKeywords.CheckAlone(node.Json, keyword, node.Path);
        IReadOnlyList<JsonElement> choices = node.List(keyword);
        if (keyword == "allOf" && choices.Count > 1)
            throw new SchemaException(node.Path, "'allOf' of several schemas is not supported");
        return _rules.Add(GrammarText.AnyOf(
            [.. choices.Select((choice, index) => Value(node.Child(choice, $"{keyword}/{index}")))]));
    }

    private string OfType(in SchemaNode node, string type) => type switch
    {
        "object" => _rules.Add(ObjectGrammar.Write(node, this, _rules)),
        "array" => _rules.Add(ArrayGrammar.Write(node, this)),
        "string" => _rules.Add(StringGrammar.Write(node)),
        "integer" => _rules.Add(NumberGrammar.Integer(node)),
        "number" => NumberGrammar.Number(node),
        "boolean" => "( \"true\" | \"false\" )",
        "null" => "\"null\"",
        "any" => "any",
        _ => throw new SchemaException(
            node.Path, "'type' must be object, array, string, integer, number, boolean or null"),
    };

    private static string[] Types(in SchemaNode node)
    {
        if (!node.Has("type", out JsonElement type))
            return [TypeMeant(node)];
        return type.ValueKind == JsonValueKind.Array
            ? [.. node.List("type").Select(Name)]
            : [Name(type)];
    }

    private static string Name(JsonElement type) =>
        type.ValueKind == JsonValueKind.String ? type.GetString()! : type.GetRawText();

    /// <summary>A schema without a type is taken for that which its keywords are about.</summary>
    private static string TypeMeant(in SchemaNode node)
    {
        if (node.Has("properties", out _) || node.Has("required", out _) || node.Has("additionalProperties", out _))
            return "object";
        if (node.Has("items", out _) || node.Has("prefixItems", out _))
            return "array";
        if (node.Has("minLength", out _) || node.Has("maxLength", out _) || node.Has("format", out _))
            return "string";
        return node.Has("minimum", out _) || node.Has("maximum", out _) ? "number" : "any";
    }

    private string Reference(string reference, in SchemaNode from)
    {
        if (_ruleByReference.TryGetValue(reference, out string? known))
            return known;
        JsonElement target = SchemaPointer.Find(_root, reference)
            ?? throw new SchemaException(
                from.Path, $"'$ref' must point into the same schema, such as #/$defs/name, and not to '{reference}'");
        // Named before it is written, so that it can refer to itself.
        string name = _rules.Reserve();
        _ruleByReference.Add(reference, name);
        _rules.Define(name, Value(new SchemaNode(target, reference, from.Depth)));
        return name;
    }
}
