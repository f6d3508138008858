using System.Text.Json.Serialization;

namespace LlamaOrch.PoolManager.Models;

/// <summary>The node's own files about models.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(IReadOnlyList<KnownDigest>))]
[JsonSerializable(typeof(IReadOnlyList<NodeModel>))]
internal sealed partial class ModelsJsonContext : JsonSerializerContext;
