using System.Text.Json;
using LlamaOrch.LlamaCpp.Sampling.Schemas;
using LlamaOrch.LlamaCpp.Tests.Fixtures;

namespace LlamaOrch.LlamaCpp.Tests.Sampling.Schemas;

[Trait("lane", "integration")]
[Collection(SharedEngine.Name)]
public sealed class JsonSchemaGrammarTests(EngineFixture fixture)
{
    private const string Person = """
        {"type":"object","properties":{"name":{"type":"string"},"age":{"type":"integer","minimum":0},
         "mail":{"type":"string"}},"required":["age"],"additionalProperties":false}
        """;

    private const string Tree = """
        {"$ref":"#/$defs/node","$defs":{"node":{"type":"object","properties":{"v":{"type":"integer"},
         "kids":{"type":"array","items":{"$ref":"#/$defs/node"}}},"required":["v","kids"]}}}
        """;

    public static TheoryData<string, string[], string[]> Schemas => new()
    {
        { "true", ["{}", "[1,2]", "\"x\"", "null", "-1.5e3"], ["", "{", "01", "tru", "'x'"] },
        { "{}", ["{\"a\":{\"b\":[true,null]}}"], ["{\"a\" :1}", "{a:1}"] },
        { """{"type":"string"}""", ["\"\"", "\"äöü €\"", "\"a\\\"b\\n\""], ["x", "\"x", "\"\n\"", "1"] },
        { """{"type":"string","minLength":2,"maxLength":3}""",
            ["\"ab\"", "\"abc\"", "\"äöü\""], ["\"a\"", "\"abcd\""] },
        { """{"type":"string","format":"date"}""", ["\"2026-01-31\""], ["\"2026-13-01\"", "\"26-1-1\"", "\"x\""] },
        {
            """{"type":"string","format":"date-time"}""",
            ["\"2026-01-31T23:59:59Z\"", "\"2026-01-31T00:00:00.5+01:00\""],
            ["\"2026-01-31T24:00:00Z\"", "\"2026-01-31T00:00:00\""]
        },
        {
            """{"type":"string","format":"uuid"}""", ["\"01234567-89ab-cdef-0123-456789abcdef\""],
            ["\"01234567-89ab-cdef-0123-456789abcde\""]
        },
        { """{"type":"integer"}""", ["0", "-7", "123456789012345"], ["1.5", "01", "-", "-0", "1e3"] },
        { """{"type":"number"}""", ["0", "-0.5", "12.25", "1e10"], [".5", "1.", "00", "abc"] },
        { """{"type":"number","minimum":0}""", ["0", "3.5"], ["-1", "-0.5"] },
        { """{"type":"number","minimum":0,"exclusiveMinimum":true}""", ["0.1", "3"], ["0", "0.0", "-1"] },
        { """{"type":"boolean"}""", ["true", "false"], ["null", "True", "1"] },
        { """{"type":["string","null"]}""", ["\"x\"", "null"], ["1", "true"] },
        { """{"enum":["a\"b",1,null,{"k":[true]}]}""",
            ["\"a\\\"b\"", "1", "null", "{\"k\":[true]}"], ["\"a\"", "2", "{}"] },
        { """{"const":"fox"}""", ["\"fox\""], ["\"foxes\"", "fox"] },
        { """{"anyOf":[{"type":"integer"},{"const":"none"}]}""", ["4", "\"none\""], ["\"some\"", "true"] },
        { """{"allOf":[{"type":"boolean"}]}""", ["true"], ["1"] },
        { """{"type":"array"}""", ["[]", "[1, \"x\"]"], ["[1,]", "[,1]", "{}"] },
        { """{"type":"array","items":{"type":"integer"},"minItems":1,"maxItems":3}""", ["[1]", "[1,2]", "[1, 2, 3]"],
            ["[]", "[1,2,3,4]", "[\"x\"]"] },
        { """{"items":{"type":"boolean"},"maxItems":1}""", ["[]", "[true]"], ["[true,false]"] },
        { """{"type":"array","maxItems":0}""", ["[]"], ["[1]"] },
        { """{"type":"array","prefixItems":[{"type":"string"},{"type":"integer"}]}""", ["[\"a\",1]"],
            ["[\"a\"]", "[1,\"a\"]", "[\"a\",1,2]"] },
        { """{"type":"object","additionalProperties":false}""", ["{}"], ["{\"a\":1}"] },
        { """{"type":"object","additionalProperties":{"type":"integer"}}""", ["{}", "{\"a\":1,\"b\":2}"],
            ["{\"a\":\"x\"}"] },
        { Person, ["{\"age\":4}", "{\"name\":\"a\",\"age\":4}", "{\"name\": \"a\", \"age\": 4, \"mail\": \"m\"}",
            "{\"age\":4,\"mail\":\"m\"}"],
            ["{}", "{\"name\":\"a\"}", "{\"age\":-4}", "{\"age\":4,\"name\":\"a\"}", "{\"age\":4,\"x\":1}",
            "{,\"age\":4}", "{\"age\":4,}"] },
        { """{"properties":{"a":{"const":1},"b":{"const":2}}}""",
            ["{}", "{\"a\":1}", "{\"b\":2}", "{\"a\":1,\"b\":2}"], ["{\"b\":2,\"a\":1}", "{\"a\":2}"] },
        { Tree, ["{\"v\":1,\"kids\":[]}", "{\"v\":1,\"kids\":[{\"v\":2,\"kids\":[]}]}"],
            ["{\"v\":1}", "{\"v\":1,\"kids\":[1]}"] },
    };

    [Theory]
    [MemberData(nameof(Schemas))]
    public void Grammar_allows_what_the_schema_allows_and_nothing_else(
        string schema, string[] allowed, string[] forbidden)
    {
        Assert.All(allowed, text => Assert.True(Allows(schema, text), text));
        Assert.All(forbidden, text => Assert.False(Allows(schema, text), text));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 8)]
    [InlineData(7, 13)]
    [InlineData(99, 100)]
    [InlineData(123, 456)]
    [InlineData(190, 210)]
    [InlineData(-5, 5)]
    [InlineData(-210, -190)]
    [InlineData(-1, 1200)]
    public void Bounds_of_whole_numbers_are_exact(long min, long max)
    {
        string schema = $$"""{"type":"integer","minimum":{{min}},"maximum":{{max}}}""";
        for (long number = min - 12; number <= max + 12; number += number > min + 20 && number < max - 20 ? 7 : 1)
            Assert.True(Allows(schema, $"{number}") == (number >= min && number <= max), $"{number}");
    }

    [Fact]
    public void Exclusive_bounds_leave_themselves_out()
    {
        const string Schema = """{"type":"integer","exclusiveMinimum":1,"exclusiveMaximum":4}""";
        Assert.Equal(
            [false, true, true, false], Enumerable.Range(1, 4).Select(number => Allows(Schema, $"{number}")));
    }

    [Theory]
    [InlineData("""{"type":"str"}""", "'type' must be")]
    [InlineData("""{"type":5}""", "'type' must be")]
    [InlineData("""{"$ref":"http://elsewhere"}""", "'$ref' must point into the same schema")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "'$ref' must point into the same schema")]
    [InlineData("""{"$ref":5}""", "'$ref' must point into the same schema")]
    [InlineData("""{"$ref":"#"}""", "refers only to itself")]
    [InlineData("""{"allOf":[{"$ref":"#/$defs/a"}],"$defs":{"a":{"$ref":"#"}}}""", "refers only to itself")]
    [InlineData("""{"anyOf":[{"$ref":"#"},{"type":"null"}]}""", "refers only to itself")]
    [InlineData("""{"type":"object","properties":{"a":{"$ref":"#"}},"required":["a"],"maxProperties":0}""",
        "no value can follow")]
    [InlineData("""{"type":"object","required":["a"],"additionalProperties":false}""", "no value can follow")]
    [InlineData("""{"enum":[]}""", "'enum' must be a list")]
    [InlineData("""{"enum":[1],"minimum":3}""", "no value can follow")]
    [InlineData("""{"type":"integer","minimum":3,"maximum":2}""", "no value can follow")]
    [InlineData("""{"type":"number","exclusiveMinimum":3,"maximum":3}""", "no value can follow")]
    [InlineData("""{"type":"string","minLength":-1}""", "'minLength' must be a whole number")]
    [InlineData("""{"type":"string","minLength":1.5}""", "'minLength' must be a whole number")]
    [InlineData("""{"type":"string","minLength":5,"maxLength":4}""", "no value can follow")]
    [InlineData("""{"type":"string","pattern":"^a$","minLength":2}""", "no value can follow")]
    [InlineData("""{"type":"array","items":{},"minItems":2,"maxItems":1}""", "no value can follow")]
    [InlineData("""{"multipleOf":0}""", "'multipleOf' must be above 0")]
    [InlineData("""{"minimum":"3"}""", "'minimum' must be a number")]
    [InlineData("""{"minimum":1e999}""", "'minimum' must be a number")]
    [InlineData("""{"properties":[]}""", "'properties' must be an object")]
    [InlineData("""{"required":[1]}""", "'required' must be a list of names")]
    [InlineData("""{"pattern":"\ud800"}""", "not valid Unicode")]
    [InlineData("""{"properties":{"\ud800":{}}}""", "not valid Unicode")]
    [InlineData("false", "no value can follow")]
    [InlineData("[]", "a schema must be an object")]
    public void Schema_that_would_not_be_followed_is_refused_with_its_place(string schema, string words)
    {
        using JsonDocument document = JsonDocument.Parse(schema);
        var refused = Assert.Throws<SchemaException>(() => JsonSchemaGrammar.Compile(document.RootElement));
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"type":"string","pattern":"(?<=a)b"}""", "#: pattern")]
    [InlineData("""{"type":"string","pattern":"a{0,100000}"}""", "#: pattern")]
    [InlineData("""{"type":"string","pattern":"("}""", "#: pattern")]
    [InlineData("""{"properties":{"a":{"type":"array","uniqueItems":true}}}""", "#/properties/a: uniqueItems")]
    [InlineData("""{"type":"array","contains":{"type":"null"}}""", "#: contains")]
    [InlineData("""{"type":"string","format":"iban"}""", "#: format")]
    [InlineData("""{"type":"integer","multipleOf":1234567}""", "#: multipleOf")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number"}]}""", "#: oneOf")]
    [InlineData("""{"type":"string","not":{"format":"date"}}""", "#: not")]
    [InlineData("""{"type":"object","if":{"minContains":1},"then":{"required":["a"]}}""", "#: if")]
    public void What_a_grammar_can_not_hold_is_a_hint_and_refused_where_strict_asks(string schema, string hint)
    {
        JsonElement json = JsonElement.Parse(schema);
        Assert.Equal([hint], JsonSchemaGrammar.Compile(json).Hints);
        var refused = Assert.Throws<SchemaException>(() => JsonSchemaGrammar.Compile(json, isStrict: true));
        Assert.Contains($"'{hint.Split(": ")[1]}' can't be enforced", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>Each would take minutes, gigabytes or the stack, if nothing bounded it.</summary>
    [Theory]
    [InlineData("""{"type":"string","maxLength":999999}""")]
    [InlineData("""{"type":"string","minLength":1000000}""")]
    [InlineData("""{"type":"array","items":{"type":"array","minItems":99999},"minItems":99999}""")]
    [InlineData("""{"type":"string","pattern":"^[a-z]{2000}[0-9]{2000}$","maxLength":5000}""")]
    [InlineData("""{"type":"object","minProperties":100000,"additionalProperties":true}""")]
    public void Large_counts_make_small_grammars_that_llama_cpp_reads(string schema)
    {
        CompiledSchema compiled = JsonSchemaGrammar.Compile(JsonElement.Parse(schema));
        Assert.True(compiled.Grammar.Length < 300_000, $"{compiled.Grammar.Length}");
        Assert.False(Allows(schema, "x"));
    }

    [Fact]
    public void Choices_that_multiply_are_bounded()
    {
        string choice = """{"anyOf":[{"minLength":1},{"minLength":2},{"minLength":3},{"minLength":4}]}""";
        string schema = $$"""{"type":"string","allOf":[{{string.Join(',', Enumerable.Repeat(choice, 20))}}]}""";
        var refused = Assert.Throws<SchemaException>(() => JsonSchemaGrammar.Compile(JsonElement.Parse(schema)));
        Assert.Contains("combinations", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000, false)]
    [InlineData(1001, true)]
    [InlineData(2000, true)]
    [InlineData(2003, true)]
    [InlineData(2004, false)]
    public void Lengths_in_blocks_are_exact(int length, bool isAllowed) => Assert.Equal(
        isAllowed,
        Allows("""{"type":"string","minLength":1001,"maxLength":2003}""", $"\"{new string('a', length)}\""));

    [Fact]
    public void Nesting_beyond_the_bound_is_refused()
    {
        string schema = string.Concat(Enumerable.Repeat("{\"items\":", 60)) + "{}" + new string('}', 60);
        using JsonDocument fits = JsonDocument.Parse(schema, new JsonDocumentOptions { MaxDepth = 256 });
        JsonSchemaGrammar.Compile(fits.RootElement);
        string deeper = string.Concat(Enumerable.Repeat("{\"items\":", 70)) + "{}" + new string('}', 70);
        using JsonDocument tooDeep = JsonDocument.Parse(deeper, new JsonDocumentOptions { MaxDepth = 256 });
        Assert.Throws<SchemaException>(() => JsonSchemaGrammar.Compile(tooDeep.RootElement));
    }

    [Fact]
    public void Many_properties_make_a_grammar_that_grows_with_their_number()
    {
        static string Schema(int count) => JsonSerializer.Serialize(new
        {
            properties = Enumerable.Range(0, count).ToDictionary(i => $"p{i}", _ => new { type = "integer" }),
        });
        static int Length(int count)
        {
            using JsonDocument document = JsonDocument.Parse(Schema(count));
            return JsonSchemaGrammar.Compile(document.RootElement).Grammar.Length;
        }

        Assert.True(Length(200) < 12 * Length(20));
        Assert.True(Allows(Schema(200), "{\"p3\":1,\"p199\":2}"));
        Assert.Throws<SchemaException>(() => Length(513));
    }

    private bool Allows(string schema, string text) =>
        GrammarProbe.Allows(fixture.Engine.Loaded.Model.Vocabulary, schema, text);
}
