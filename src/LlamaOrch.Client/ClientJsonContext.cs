using System.Text.Json.Serialization;
using LlamaOrch.Client.Diagnosis;
using LlamaOrch.Contracts.Json;

namespace LlamaOrch.Client;

/// <summary>Source-generated JSON of what only clients use.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(SnakeCaseEnumConverter<Severity>)])]
[JsonSerializable(typeof(IReadOnlyList<ServedModel>))]
[JsonSerializable(typeof(ServedModelList))]
[JsonSerializable(typeof(IReadOnlyList<ChatMessage>))]
[JsonSerializable(typeof(DoctorReport))]
public sealed partial class ClientJsonContext : JsonSerializerContext;
