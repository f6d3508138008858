using System.Text;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>The rules of a grammar in the making: equal ones are one, and there is a bound.</summary>
internal sealed class SchemaRules
{
    private const int RulesMax = 32_768;
    private const int LengthMax = 1024 * 1024;

    /// <summary>
    /// What every schema may need. Compact, with a space at most after a colon or a comma: a model may otherwise write
    /// white space for ever. Characters are written as they are: an escape could be half a surrogate pair.
    /// </summary>
    private const string Prelude = """
        gap ::= " "?
        char ::= [^"\\\x7F\x00-\x1F] | "\\" ["\\/bfnrt]
        string ::= "\"" char* "\""
        integer-part ::= "0" | [1-9] [0-9]{0,14}
        number ::= "-"? integer-part ( "." [0-9]{1,15} )? ( [eE] [-+]? [0-9]{1,2} )?
        positive-number ::= integer-part ( "." [0-9]{1,15} )? ( [eE] [-+]? [0-9]{1,2} )?
        object ::= "{" ( string ":" gap any ( "," gap string ":" gap any )* )? "}"
        array ::= "[" ( any ( "," gap any )* )? "]"
        any ::= object | array | string | number | "true" | "false" | "null"

        """;

    private readonly Dictionary<string, string> _nameByText = [];
    private readonly StringBuilder _text = new(Prelude);
    private int _count;

    /// <summary>A rule's name for a text; the same text has the same name.</summary>
    public string Add(string text)
    {
        if (_nameByText.TryGetValue(text, out string? known))
            return known;
        string name = Reserve();
        _nameByText.Add(text, name);
        Define(name, text);
        return name;
    }

    /// <summary>A name whose text comes later: what refers to itself needs one first.</summary>
    public string Reserve() => ++_count <= RulesMax
        ? $"r{_count}"
        : throw new SchemaException("#", $"the schema needs more than {RulesMax} rules");

    /// <summary>Gives a reserved name its text.</summary>
    public void Define(string name, string text)
    {
        _text.Append(name).Append(" ::= ").Append(text).Append('\n');
        if (_text.Length > LengthMax)
            throw new SchemaException("#", $"the schema's grammar has more than {LengthMax} characters");
    }

    /// <summary>The whole grammar, beginning with the rule named.</summary>
    public string Write(string first) => $"root ::= {first}\n{_text}";
}
