using System.Text.Json.Nodes;

namespace LlamaOrch.LlamaCpp.Tests.Fixtures.Grammars;

/// <summary>Writes random schemas out of all keywords that the engine knows.</summary>
internal sealed class SchemaMaker(Random random)
{
    private static readonly string[] Formats =
        ["date", "time", "date-time", "duration", "email", "hostname", "ipv4", "ipv6", "uri", "uuid", "json-pointer"];

    private static readonly string[] Patterns =
        ["^[a-z]{2,5}$", "a|b", "^(?:x|yz)+?$", "^\\d+(?:\\.\\d{1,2})?$", "^(?!no)[a-z]+$", "\\w$", "^[^a-c]*$", "\"",
            "^(?=.*\\d)[a-z\\d]{3,8}$", "^(?<year>\\d{4})-\\d\\d$", "^$|^ok", "\\\\", "^[\\w.-]+@[\\w-]+\\.[a-z]{2,}$"];

    private static readonly string[] Names = ["a", "b", "c", "kind"];

    public JsonObject Next(int depth = 3)
    {
        JsonObject schema = random.Next(depth > 0 ? 9 : 4) switch
        {
            0 => Text(),
            1 => Number("integer"),
            2 => Number("number"),
            3 => Small(),
            4 or 5 => Object(depth - 1),
            6 => Array(depth - 1),
            7 => Choice(depth - 1),
            _ => Condition(depth - 1),
        };
        if (random.Next(8) == 0)
            schema["description"] = "what it is for";
        return schema;
    }

    private JsonObject Text()
    {
        var schema = new JsonObject { ["type"] = "string" };
        if (random.Next(2) == 0)
            schema["pattern"] = Patterns[random.Next(Patterns.Length)];
        else if (random.Next(2) == 0)
            schema["format"] = Formats[random.Next(Formats.Length)];
        if (random.Next(3) == 0)
            schema["minLength"] = random.Next(4);
        if (random.Next(3) == 0)
            schema["maxLength"] = random.Next(4, 40);
        return schema;
    }

    private JsonObject Number(string type)
    {
        var schema = new JsonObject { ["type"] = type };
        decimal low = type == "integer" ? random.Next(-300, 300) : random.Next(-3000, 3000) / 8m;
        if (random.Next(2) == 0)
            schema[random.Next(2) == 0 ? "minimum" : "exclusiveMinimum"] = low;
        if (random.Next(2) == 0)
            schema[random.Next(2) == 0 ? "maximum" : "exclusiveMaximum"] = low + random.Next(8, 900) / 8m;
        if (random.Next(4) == 0)
            schema["multipleOf"] = ((decimal[])[1, 2, 3, 5, 7, 10, 0.5m, 0.25m, 0.01m])[random.Next(9)];
        return schema;
    }

    private JsonObject Small() => random.Next(4) switch
    {
        0 => new JsonObject { ["type"] = new JsonArray("boolean", "null") },
        1 => new JsonObject { ["enum"] = new JsonArray("red", "green", 3, null, "a\"b") },
        2 => new JsonObject { ["const"] = "only" },
        _ => new JsonObject { ["type"] = "string", ["enum"] = new JsonArray("x", "yy", "zzz"), ["minLength"] = 2 },
    };

    private JsonObject Object(int depth)
    {
        var schema = new JsonObject { ["type"] = "object" };
        if (random.Next(4) == 0)
        {
            schema["additionalProperties"] = Next(depth);
            if (random.Next(2) == 0)
                schema["propertyNames"] = new JsonObject { ["pattern"] = "^[a-z]{1,8}$" };
            else
                schema["patternProperties"] = new JsonObject { ["^x-"] = Next(depth), ["\\d"] = Next(depth) };
            if (random.Next(3) == 0)
                schema["minProperties"] = 1;
            return schema;
        }

        var properties = new JsonObject();
        foreach (string name in Names.Where(_ => random.Next(3) > 0))
            properties[name] = Next(depth);
        schema["properties"] = properties;
        schema["required"] = new JsonArray(
            [.. properties.Select(one => one.Key).Where(_ => random.Next(2) == 0).Select(name => (JsonNode)name)]);
        if (random.Next(2) == 0)
            schema["additionalProperties"] = false;
        if (random.Next(5) == 0)
            schema["minProperties"] = Math.Min(2, properties.Count);
        if (random.Next(5) == 0)
            schema["maxProperties"] = 3;
        if (random.Next(5) == 0)
            schema["dependentRequired"] = new JsonObject { ["a"] = new JsonArray("b") };
        return schema;
    }

    private JsonObject Array(int depth)
    {
        var schema = new JsonObject { ["type"] = "array" };
        if (random.Next(3) == 0)
            schema["prefixItems"] = new JsonArray(Next(depth), Next(depth));
        if (random.Next(3) > 0)
            schema["items"] = random.Next(5) == 0 ? JsonValue.Create(false) : Next(depth);
        if (random.Next(3) == 0)
            schema["minItems"] = random.Next(3);
        if (random.Next(3) == 0)
            schema["maxItems"] = random.Next(3, 5);
        return schema;
    }

    private JsonObject Choice(int depth) => random.Next(3) switch
    {
        0 => new JsonObject { ["anyOf"] = new JsonArray(Next(depth), Next(depth)) },
        1 => new JsonObject { ["oneOf"] = new JsonArray(Kind("one", depth), Kind("two", depth)) },
        _ => new JsonObject { ["allOf"] = new JsonArray(Object(depth), Object(depth)) },
    };

    private JsonObject Kind(string kind, int depth) => new()
    {
        ["type"] = "object",
        ["properties"] = new JsonObject { ["kind"] = new JsonObject { ["const"] = kind }, ["v"] = Next(depth) },
        ["required"] = new JsonArray("kind"),
    };

    private JsonObject Condition(int depth)
    {
        if (random.Next(2) == 0)
        {
            JsonObject negated = Text();
            negated["not"] = new JsonObject { ["enum"] = new JsonArray("ok", "x") };
            return negated;
        }

        JsonObject schema = Object(depth);
        schema["if"] = new JsonObject
        {
            ["properties"] = new JsonObject { ["kind"] = new JsonObject { ["const"] = "only" } },
            ["required"] = new JsonArray("kind"),
        };
        schema["then"] = new JsonObject { ["required"] = new JsonArray("a") };
        schema["else"] = new JsonObject
        {
            ["properties"] = new JsonObject { ["b"] = new JsonObject { ["type"] = "string" } },
        };
        return schema;
    }
}
