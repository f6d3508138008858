using LlamaOrch.LlamaCpp.Sampling.Automata;
using LlamaOrch.LlamaCpp.Sampling.Patterns;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>Single members of an object: of a name, or of any name that is allowed.</summary>
internal sealed class ObjectMembers
{
    private const int PatternsMax = 4;

    private readonly ObjectRules _rules;
    private readonly JsonSchemaGrammar _grammar;
    private readonly SchemaContext _context;
    private readonly Dictionary<string, Dfa> _patterns = [];
    private readonly Dfa? _names;
    private readonly bool _isNameless;

    /// <summary>Compiles the expressions that names are held against.</summary>
    public ObjectMembers(SchemaShape shape, JsonSchemaGrammar grammar, SchemaContext context)
    {
        (_rules, _grammar, _context) = (shape.Objects, grammar, context);
        foreach ((string pattern, SchemaNode value) in _rules.Parts.SelectMany(part => part.Patterns))
        {
            try
            {
                _patterns.TryAdd(pattern, context.Pattern(pattern));
            }
            catch (AutomatonException unable)
            {
                context.Hints.Add(value.Path, "patternProperties", unable.Message);
            }
        }

        if (_rules.Names.Count > 0)
            (_names, _isNameless) = grammar.Names(_rules.Names);
    }

    /// <summary>The member of a name; null where it must not come.</summary>
    public string? Named(string name)
    {
        if (_isNameless || _names?.Accepts(name) == false)
            return null;
        var nodes = new List<SchemaNode>();
        bool isKnown = false;
        foreach (ObjectPart part in _rules.Parts)
        {
            int before = nodes.Count;
            nodes.AddRange(part.Properties.Where(property => property.Name == name).Select(property => property.Value));
            nodes.AddRange(Matching(part, pattern => pattern.Accepts(name)));
            isKnown |= nodes.Count > before;
            if (nodes.Count == before && part.Further is SchemaNode further)
                nodes.Add(further);
        }

        if (!isKnown && nodes.Count == 0 && _rules.Unevaluated is SchemaNode unevaluated)
            nodes.Add(unevaluated);
        return _grammar.Value(nodes) is string value ? $"{GrammarText.Json(name)} \":\" gap {value}" : null;
    }

    /// <summary>An object of any members; null where there is none of so many.</summary>
    public string? Free(int min, int? max)
    {
        string? member = Any([]);
        if (member is null || max == 0)
            return min == 0 ? "\"{}\"" : null;
        string more = _context.Rules.Add($"\",\" gap {member}");
        int? most = max is null or >= SchemaNode.CountMax ? null : max - 1;
        string all = $"{member} {GrammarText.Repeat(more, Math.Max(0, min - 1), most, _context.Rules)}";
        return min == 0 ? $"\"{{\" ( {all} )? \"}}\"" : $"\"{{\" {all} \"}}\"";
    }

    /// <summary>
    /// A member of any name but these; null where there is none. Names fall into kinds by which expressions they match;
    /// each kind has its own values.
    /// </summary>
    public string? Any(IReadOnlyCollection<string> taken)
    {
        string[] patterns = [.. _patterns.Keys.Take(PatternsMax)];
        foreach (string pattern in _patterns.Keys.Skip(PatternsMax).ToArray())
        {
            SchemaNode value = _rules.Parts.SelectMany(part => part.Patterns)
                .First(one => one.Pattern == pattern).Value;
            _context.Hints.Add(value.Path, "patternProperties", $"has more than {PatternsMax} expressions");
            _patterns.Remove(pattern);
        }

        if (_isNameless)
            return null;
        var members = new List<string>();
        Dfa? free = _names;
        if (taken.Count > 0)
        {
            Dfa others = _context.Pattern($"^(?:{string.Join('|', taken.Select(PatternText.Literal))})$").Complement();
            free = free is null ? others : _context.Both(free, others);
        }

        for (int kind = 0; kind < 1 << patterns.Length; kind++)
        {
            HashSet<string> matched = [.. patterns.Where((_, index) => (kind & (1 << index)) != 0)];
            Dfa? names = free;
            foreach (string pattern in patterns)
            {
                Dfa one = matched.Contains(pattern) ? _patterns[pattern] : _patterns[pattern].Complement();
                names = names is null ? one : _context.Both(names, one);
            }

            if (names is { IsEmpty: true } || Values(matched) is not string value)
                continue;
            string name = names is null ? "string" : AutomatonGrammar.Quoted(names, _context.Rules);
            members.Add($"{name} \":\" gap {value}");
        }

        return members.Count == 0 ? null : _context.Rules.Add(GrammarText.AnyOf(members));
    }

    private string? Values(HashSet<string> matched)
    {
        var nodes = new List<SchemaNode>();
        foreach (ObjectPart part in _rules.Parts)
        {
            int before = nodes.Count;
            nodes.AddRange(part.Patterns.Where(one => matched.Contains(one.Pattern)).Select(one => one.Value));
            if (nodes.Count == before && part.Further is SchemaNode further)
                nodes.Add(further);
        }

        if (nodes.Count == 0 && _rules.Unevaluated is SchemaNode unevaluated)
            nodes.Add(unevaluated);
        return _grammar.Value(nodes);
    }

    private IEnumerable<SchemaNode> Matching(ObjectPart part, Func<Dfa, bool> matches) => part.Patterns
        .Where(one => _patterns.TryGetValue(one.Pattern, out Dfa? pattern) && matches(pattern))
        .Select(one => one.Value);
}
