using System.Text.Json;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>Strings: free ones, of a length, or of a format.</summary>
internal static class StringGrammar
{
    private const int LengthMax = 2000;

    private const string Date =
        "[0-9]{4} \"-\" ( \"0\" [1-9] | \"1\" [0-2] ) \"-\" ( \"0\" [1-9] | [12] [0-9] | \"3\" [01] )";

    private const string Time =
        "( [01] [0-9] | \"2\" [0-3] ) \":\" [0-5] [0-9] \":\" [0-5] [0-9] ( \".\" [0-9]{1,6} )? "
        + "( \"Z\" | [-+] ( [01] [0-9] | \"2\" [0-3] ) \":\" [0-5] [0-9] )";

    private const string Hex = "[0-9a-f]";

    /// <summary>The string's text.</summary>
    public static string Write(in SchemaNode node)
    {
        int? min = node.Count("minLength", LengthMax);
        int? max = node.Count("maxLength", LengthMax);
        if (max < min)
            throw new SchemaException(node.Path, "'maxLength' is below 'minLength'");
        if (!node.Has("format", out JsonElement format))
            return $"\"\\\"\" char{GrammarText.Times(min ?? 0, max)} \"\\\"\"";
        if ((min ?? max) is not null)
            throw new SchemaException(node.Path, "a length beside 'format' is not supported");
        string text = (format.ValueKind == JsonValueKind.String ? format.GetString() : null) switch
        {
            "date" => Date,
            "time" => Time,
            "date-time" => $"{Date} \"T\" {Time}",
            "uuid" => $"{Hex}{{8}} \"-\" {Hex}{{4}} \"-\" {Hex}{{4}} \"-\" {Hex}{{4}} \"-\" {Hex}{{12}}",
            _ => throw new SchemaException(node.Path, "'format' is supported for date, time, date-time and uuid"),
        };
        return $"\"\\\"\" {text} \"\\\"\"";
    }
}
