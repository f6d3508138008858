using System.Text.Json.Serialization;

namespace LlamaOrch.Client;

/// <summary>Source-generated JSON of what only clients use.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(IReadOnlyList<ServedModel>))]
[JsonSerializable(typeof(ServedModelList))]
[JsonSerializable(typeof(IReadOnlyList<ChatMessage>))]
public sealed partial class ClientJsonContext : JsonSerializerContext;
