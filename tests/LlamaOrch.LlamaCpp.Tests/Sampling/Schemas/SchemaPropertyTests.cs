using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using LlamaOrch.LlamaCpp.Sampling.Schemas;
using LlamaOrch.LlamaCpp.Tests.Fixtures.Grammars;

namespace LlamaOrch.LlamaCpp.Tests.Sampling.Schemas;

/// <summary>What a grammar allows, an independent validator finds valid; whatever the schema.</summary>
[Trait("lane", "unit")]
public sealed class SchemaPropertyTests
{
    private static readonly EvaluationOptions Options = new()
    {
        RequireFormatValidation = true,
        OutputFormat = OutputFormat.List,
    };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Generated_texts_of_generated_schemas_validate(int seed)
    {
        var random = new Random(seed);
        var maker = new SchemaMaker(random);
        int validated = 0;
        for (int i = 0; i < 150; i++)
        {
            JsonObject schema = maker.Next();
            string json = schema.ToJsonString();
            if (Compile(json) is not CompiledSchema compiled)
                continue;
            // Where a format and a pattern contradict each other, the format is left to the model.
            if (compiled.Hints.Any(hint => hint.EndsWith(": format", StringComparison.Ordinal)))
                continue;
            Assert.True(compiled.Hints.Count == 0, $"{string.Join(", ", compiled.Hints)}\n{json}");
            validated += Validate(json, compiled.Grammar, random, 20);
        }

        Assert.True(validated > 2000, $"{validated}");
    }

    [Theory]
    [MemberData(nameof(EverydaySchemas.All), MemberType = typeof(EverydaySchemas))]
    public void Schemas_of_everyday_exporters_are_held_even_strictly(string name, string schema)
    {
        CompiledSchema compiled = JsonSchemaGrammar.Compile(JsonElement.Parse(schema), isStrict: true);
        Assert.Empty(compiled.Hints);
        Assert.Equal(40, Validate(schema, compiled.Grammar, new Random(name.Length), 40));
    }

    /// <summary>Null where the schema contradicts itself, which random ones do at times.</summary>
    private static CompiledSchema? Compile(string json)
    {
        try
        {
            return JsonSchemaGrammar.Compile(JsonElement.Parse(json));
        }
        catch (SchemaException none) when (none.Message.Contains("no value", StringComparison.Ordinal))
        {
            return null;
        }
    }

    private static int Validate(string json, string grammar, Random random, int count)
    {
        JsonSchema validator = JsonSchema.FromText(json);
        var sampler = new GbnfSampler(grammar, random);
        for (int i = 0; i < count; i++)
        {
            string text = sampler.Next() ?? throw new InvalidOperationException($"no text ends: {json}");
            // The validator takes these two for one character.
            if (text.Contains("\\r\\n", StringComparison.Ordinal))
                continue;
            JsonElement value;
            try
            {
                value = JsonElement.Parse(text);
            }
            catch (JsonException broken)
            {
                throw new InvalidOperationException($"{json} gives {text}", broken);
            }

            EvaluationResults results = validator.Evaluate(value, Options);
            Assert.True(results.IsValid, $"{Reason(results)}\n{text}\n{json}");
        }

        return count;
    }

    private static string Reason(EvaluationResults results) => string.Join("; ", (results.Details ?? [])
        .Where(detail => detail.Errors is not null)
        .Select(detail => $"{detail.InstanceLocation}: {string.Join(", ", detail.Errors!.Values)}"));
}
