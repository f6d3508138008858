using System.Text.Json;

namespace LlamaOrch.LlamaCpp.Sampling.Schemas;

/// <summary>true, false and null, without those that are excluded.</summary>
internal static class SchemaBooleans
{
    /// <summary>What is left of the type; null where nothing is.</summary>
    public static string? Write(SchemaShape shape, SchemaTypes type, string all)
    {
        bool IsOut(JsonValueKind kind) => shape.Excluded.Exists(value => value.ValueKind == kind);
        if (type == SchemaTypes.Null)
            return IsOut(JsonValueKind.Null) ? null : all;
        return (IsOut(JsonValueKind.True), IsOut(JsonValueKind.False)) switch
        {
            (true, true) => null,
            (true, false) => "\"false\"",
            (false, true) => "\"true\"",
            _ => all,
        };
    }
}
