using System.Text.Json;
using LlamaOrch.LlamaCpp.Sampling;
using LlamaOrch.LlamaCpp.Sampling.Schemas;

namespace LlamaOrch.LlamaCpp.Http.Requests;

/// <summary>
/// Reads what form an answer must have: <c>grammar</c>, llama-server's <c>json_schema</c>, or OpenAI's
/// <c>response_format</c>.
/// </summary>
internal static class GrammarReader
{
    private const string Format = "response_format";

    /// <summary>The grammar, and what of a schema it does not hold; null for free text.</summary>
    /// <exception cref="ApiException">It is no such form, or a schema that no grammar can be made of.</exception>
    public static CompiledSchema? Read(in RequestFields fields)
    {
        string? grammar = fields.Text("grammar");
        if (!string.IsNullOrEmpty(grammar))
            return new CompiledSchema(GrammarBounds.Check(grammar), []);
        if (fields.TryGet("json_schema", out JsonElement schema))
            return Compile(schema, "json_schema", isStrict: false);
        if (!fields.TryGet(Format, out JsonElement format))
            return null;
        var parts = new RequestFields(format);
        string? type = format.ValueKind == JsonValueKind.Object ? parts.Text("type") : null;
        return type switch
        {
            "text" => null,
            "json_object" => parts.TryGet("schema", out schema)
                ? Compile(schema, Format, isStrict: false)
                : new CompiledSchema(JsonGrammar.Object, []),
            "json_schema" => Named(parts),
            _ => throw ApiException.InvalidField(Format, "must have the type 'text', 'json_object' or 'json_schema'"),
        };
    }

    private static CompiledSchema Named(in RequestFields format)
    {
        bool isNamed = format.TryGet("json_schema", out JsonElement named) && named.ValueKind == JsonValueKind.Object;
        var parts = new RequestFields(named);
        return isNamed && parts.TryGet("schema", out JsonElement schema)
            ? Compile(schema, Format, parts.Flag("strict", false))
            : throw ApiException.InvalidField(Format, "of the type 'json_schema' must have a 'json_schema.schema'");
    }

    private static CompiledSchema Compile(JsonElement schema, string field, bool isStrict)
    {
        try
        {
            return JsonSchemaGrammar.Compile(schema, isStrict);
        }
        catch (SchemaException wrong)
        {
            throw ApiException.InvalidField(field, $"can't be followed, {wrong.Message}");
        }
    }
}
