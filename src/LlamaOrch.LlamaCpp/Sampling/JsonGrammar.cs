namespace LlamaOrch.LlamaCpp.Sampling;

/// <summary>The grammar behind <c>response_format: json_object</c>.</summary>
internal static class JsonGrammar
{
    /// <summary>One JSON object; white space is short, because a model may otherwise write it for ever.</summary>
    public const string Object = """
        root     ::= object
        object   ::= "{" gap ( member ( "," gap member )* )? "}" gap
        member   ::= string ":" gap value
        array    ::= "[" gap ( value ( "," gap value )* )? "]" gap
        value    ::= object | array | string | number | literal
        string   ::= "\"" character* "\"" gap
        character ::= [^"\\\x7F\x00-\x1F] | "\\" ( ["\\/bfnrt] | "u" hex hex hex hex )
        hex      ::= [0-9a-fA-F]
        number   ::= "-"? ( "0" | [1-9] [0-9]{0,15} ) ( "." [0-9]{1,15} )? ( [eE] [-+]? [0-9]{1,3} )? gap
        literal  ::= ( "true" | "false" | "null" ) gap
        gap      ::= | " " | "\n" [ \t]{0,20}
        """;
}
