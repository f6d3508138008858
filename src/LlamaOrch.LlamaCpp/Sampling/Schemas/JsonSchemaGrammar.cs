using System.Text.Json;
using LlamaOrch.LlamaCpp.Sampling.Automata;
using LlamaOrch.LlamaCpp.Sampling.Patterns;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>
/// Makes a GBNF grammar of a JSON schema, so that an answer can't but follow it. What it understands stands in
/// docs/reference/openai.md.
/// </summary>
internal sealed class JsonSchemaGrammar
{
    // A schema of everyday size takes some hundred; what multiplies choices by choices would take any number.
    private const int ValuesMax = 10_000;

    private static readonly (SchemaTypes Type, string Text)[] Plain =
    [
        (SchemaTypes.Null, "\"null\""),
        (SchemaTypes.Boolean, "( \"true\" | \"false\" )"),
    ];

    private readonly SchemaContext _context;
    private readonly Dictionary<string, string?> _ruleByKey = [];
    private readonly HashSet<string> _recursive = [];
    private int _values;

    private JsonSchemaGrammar(SchemaContext context) => _context = context;

    /// <summary>The grammar, and what of the schema it does not hold.</summary>
    /// <param name="schema">The schema.</param>
    /// <param name="isStrict">Whether what can't be held is refused.</param>
    /// <exception cref="SchemaException">The schema is wrong, too large, or no value follows it.</exception>
    public static CompiledSchema Compile(JsonElement schema, bool isStrict = false)
    {
        var context = new SchemaContext(schema, isStrict);
        var grammar = new JsonSchemaGrammar(context);
        try
        {
            string first = grammar.Value([new SchemaNode(schema, "#", 0)])
                ?? throw new SchemaException("#", "no value can follow this schema");
            return new CompiledSchema(context.Rules.Write(first), context.Hints.All);
        }
        catch (AutomatonException large)
        {
            throw new SchemaException("#", $"the schema is too large for a grammar, because it {large.Message}");
        }
    }

    /// <summary>An expression for the values that follow all of these schemas; null where there are none.</summary>
    public string? Value(IReadOnlyList<SchemaNode> nodes)
    {
        if (nodes.Count == 0)
            return "any";
        // Only what is reached through a reference can come back to itself.
        bool isNamed = nodes.Any(node => node.Depth == 0 || (
            node.Json.ValueKind == JsonValueKind.Object && node.Json.TryGetProperty("$ref", out _)));
        if (!isNamed)
            return Value(nodes, new HashSet<string>());
        string key = string.Join('\n', nodes.Select(node => node.Path).Distinct().Order());
        if (_ruleByKey.TryGetValue(key, out string? known))
        {
            _recursive.Add(key);
            return known;
        }

        // Named before it is written, so that it can refer to itself.
        string name = _context.Rules.Reserve();
        _ruleByKey.Add(key, name);
        string? text = Value(nodes, new HashSet<string>());
        if (text is not null)
            _context.Rules.Define(name, text);
        else if (_recursive.Contains(key))
            throw new SchemaException(nodes[0].Path, "no value can follow this schema, which refers to itself");
        return _ruleByKey[key] = text is null ? null : name;
    }

    /// <summary>The strings that follow all of these schemas; null for all, and whether there are none.</summary>
    public (Dfa? Names, bool IsNone) Names(IReadOnlyList<SchemaNode> nodes)
    {
        SchemaShape shape = SchemaMerge.Of(nodes, new HashSet<string>(), _context);
        if (shape.IsNever || (shape.Types & SchemaTypes.String) == 0)
            return (null, true);
        if (shape.Choices.Count > 0)
            _context.Hints.Add(shape.Path, "propertyNames", "has a choice of schemas");
        Dfa? names = StringGrammar.Language(shape, _context);
        if (shape.Values is not null)
        {
            IEnumerable<string> texts = shape.Values.Where(value => value.ValueKind == JsonValueKind.String)
                .Select(value => SchemaNode.Text(value, shape.Path)).Where(text => names?.Accepts(text) != false);
            string choices = string.Join('|', texts.Select(PatternText.Literal));
            names = choices.Length == 0 ? null : _context.Pattern($"^(?:{choices})$");
            return (names, names is null);
        }

        if (shape.Strings.Min > 0 || shape.Strings.Max is not null)
            names = StringGrammar.WithLength(names ?? _context.Pattern(""), shape, _context);
        return (names, names is { IsEmpty: true });
    }

    private string? Value(IReadOnlyList<SchemaNode> nodes, IReadOnlySet<string> decided)
    {
        _values += nodes.Count;
        if (_values > ValuesMax)
            throw new SchemaException(nodes[0].Path, "the schema has too many combinations of choices");
        SchemaShape shape = SchemaMerge.Of(nodes, decided, _context);
        if (shape.IsNever || (shape.Types == SchemaTypes.None))
            return null;
        if (shape.Choices.Count == 0)
            return Leaf(shape);
        SchemaChoice choice = shape.Choices[0];
        var ways = new List<string>();
        foreach (SchemaNode option in choice.Options)
        {
            // Where nothing else is demanded, an option is a value by itself, and the same one is one rule.
            string? way = shape.IsOneChoice
                ? Value([option])
                : Value([.. nodes, option], new HashSet<string>(decided) { choice.Key });
            if (way is not null && !ways.Contains(way))
                ways.Add(way);
        }

        return ways.Count == 0 ? null : _context.Rules.Add(GrammarText.AnyOf(ways));
    }

    private string? Leaf(SchemaShape shape)
    {
        if (shape.IsAnything)
            return "any";
        if (shape.Values is not null)
        {
            List<string> values = SchemaValues.Write(shape, _context);
            return values.Count == 0 ? null : _context.Rules.Add(GrammarText.AnyOf(values));
        }

        SchemaTypes types = shape.MeantTypes();
        var ways = new List<string>();
        void Add(SchemaTypes type, Func<string?> write)
        {
            if ((types & type) != 0 && write() is string text)
                ways.Add(text.StartsWith('"') || text.Contains(' ') ? _context.Rules.Add(text) : text);
        }

        Add(SchemaTypes.Object, () => ObjectGrammar.Write(shape, this, _context));
        Add(SchemaTypes.Array, () => ArrayGrammar.Write(shape, this, _context));
        Add(SchemaTypes.String, () => StringGrammar.Write(shape, _context));
        Add(SchemaTypes.Number, () => NumberGrammar.Write(shape, !types.HasFlag(SchemaTypes.Fraction), _context));
        foreach ((SchemaTypes type, string text) in Plain)
            Add(type, () => SchemaBooleans.Write(shape, type, text));
        return ways.Count == 0 ? null : GrammarText.AnyOf(ways);
    }
}
