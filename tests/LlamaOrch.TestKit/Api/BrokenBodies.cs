using System.Text;
using System.Text.Json.Nodes;

namespace LlamaOrch.TestKit.Api;

/// <summary>
/// Bodies for every operation of an OpenAPI document, each with one text in it that is not Unicode: as a value, as a
/// name, at every place that the schemas know.
/// </summary>
public sealed class BrokenBodies
{
    private const int DepthMax = 6;
    private const string Mark = "MARK";

    // Half of an emoji either way, a byte that is none of UTF-8, a sequence cut off, an encoded surrogate.
    private static readonly byte[][] Broken =
        [@"\ud83d"u8.ToArray(), @"x\uDC00y"u8.ToArray(), [0xFF], [0xC3], [0xED, 0xA0, 0x80]];

    private readonly JsonNode document;

    private BrokenBodies(JsonNode document) => this.document = document;

    /// <summary>All of them: the method, the path with ids filled in, the body.</summary>
    public static IEnumerable<(string Method, string Path, byte[] Body)> Of(string document)
    {
        var bodies = new BrokenBodies(JsonNode.Parse(document)!);
        return bodies.All();
    }

    private IEnumerable<(string Method, string Path, byte[] Body)> All()
    {
        foreach ((string path, JsonNode? operations) in document["paths"]!.AsObject())
        {
            foreach ((string method, JsonNode? operation) in operations!.AsObject())
            {
                if (operation!["requestBody"]?["content"]?["application/json"]?["schema"] is not JsonNode schema)
                    continue;
                string filled = path.Replace("{id}", "x", StringComparison.Ordinal);
                foreach (JsonNode? sample in MarkedOnce(Sample(schema, 0)))
                {
                    string marked = sample!.ToJsonString();
                    foreach (byte[] broken in Broken)
                        yield return (method.ToUpperInvariant(), filled, Replace(marked, broken));
                }
            }
        }
    }

    /// <summary>The sample again and again, each time with the mark at another place.</summary>
    private static IEnumerable<JsonNode?> MarkedOnce(JsonNode? sample)
    {
        yield return JsonValue.Create(Mark);
        switch (sample)
        {
            case JsonObject fields:
                yield return With(fields, Mark, JsonValue.Create(1));
                foreach ((string name, JsonNode? value) in fields)
                {
                    foreach (JsonNode? marked in MarkedOnce(value))
                        yield return With(fields, name, marked);
                }

                break;
            case JsonArray { Count: > 0 } list:
                foreach (JsonNode? marked in MarkedOnce(list[0]))
                    yield return new JsonArray(marked);
                break;
        }
    }

    private static JsonObject With(JsonObject fields, string name, JsonNode? value)
    {
        var copy = (JsonObject)fields.DeepClone();
        copy[name] = value;
        return copy;
    }

    private JsonNode? Sample(JsonNode schema, int depth)
    {
        if (depth > DepthMax)
            return null;
        if (schema["$ref"] is JsonNode reference)
            return Sample(document["components"]!["schemas"]![reference.GetValue<string>().Split('/')[^1]]!, depth);
        if ((schema["oneOf"] ?? schema["anyOf"]) is JsonArray choices)
            return Sample(choices[^1]!, depth);
        if (schema["items"] is JsonNode items)
            return new JsonArray(Sample(items, depth + 1));
        if (schema["properties"] is JsonObject properties)
        {
            return new JsonObject(properties.Select(
                property => KeyValuePair.Create(property.Key, Sample(property.Value!, depth + 1))));
        }

        if (schema["additionalProperties"] is JsonObject values)
            return new JsonObject { ["key"] = Sample(values, depth + 1) };
        // Free JSON: what it looks like is the reader's affair, its text is ours.
        return schema["type"] is null && schema["enum"] is null
            ? new JsonArray(new JsonObject { ["role"] = "user", ["content"] = "x" })
            : JsonValue.Create("text");
    }

    private static byte[] Replace(string marked, byte[] broken)
    {
        int at = marked.IndexOf(Mark, StringComparison.Ordinal);
        byte[] rest = Encoding.UTF8.GetBytes(marked[(at + Mark.Length)..]);
        return [.. Encoding.UTF8.GetBytes(marked[..at]), .. broken, .. rest];
    }
}
