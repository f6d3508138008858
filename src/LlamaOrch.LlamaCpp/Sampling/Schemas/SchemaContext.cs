using System.Text.Json;
using LlamaOrch.LlamaCpp.Sampling.Automata;
using LlamaOrch.LlamaCpp.Sampling.Patterns;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>What the parts of one compilation share.</summary>
internal sealed class SchemaContext(JsonElement root, bool isStrict)
{
    private readonly Dictionary<string, Dfa> _patterns = [];
    private readonly Dictionary<string, string?> _texts = [];

    /// <summary>The whole schema; references point into it.</summary>
    public JsonElement Root { get; } = root;

    /// <summary>The grammar's rules so far.</summary>
    public SchemaRules Rules { get; } = new();

    /// <summary>What the grammar does not hold.</summary>
    public SchemaHints Hints { get; } = new(isStrict);

    /// <summary>What automata may still cost.</summary>
    public AutomatonBudget Budget { get; } = new();

    /// <summary>The texts in which a regular expression matches; the same one is compiled once.</summary>
    /// <exception cref="AutomatonException">It can't be held.</exception>
    public Dfa Pattern(string pattern)
    {
        if (!_patterns.TryGetValue(pattern, out Dfa? known))
            _patterns.Add(pattern, known = PatternCompiler.Compile(pattern, Budget).Minimise(Budget));
        return known;
    }

    /// <summary>Writes what a key stands for; the second time it is there already.</summary>
    public string? Once(string key, Func<string?> write)
    {
        if (!_texts.TryGetValue(key, out string? known))
            _texts.Add(key, known = write());
        return known;
    }

    /// <summary>The texts in both sets.</summary>
    /// <exception cref="AutomatonException">There would be too many states.</exception>
    public Dfa Both(Dfa left, Dfa right) => left.Intersect(right, Budget);

    /// <summary>What a reference points to.</summary>
    /// <exception cref="SchemaException">Nothing within this schema.</exception>
    public JsonElement Target(JsonElement reference, string path)
    {
        string text = reference.ValueKind == JsonValueKind.String ? SchemaNode.Text(reference, path) : "";
        return SchemaPointer.Find(Root, text) ?? throw new SchemaException(
            path, $"'$ref' must point into the same schema, such as #/$defs/name, and not to '{text}'");
    }
}
