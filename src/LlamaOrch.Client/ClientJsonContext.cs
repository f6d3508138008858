using System.Text.Json.Serialization;
using LlamaOrch.Client.Diagnosis;
using LlamaOrch.Client.Models;
using LlamaOrch.Client.Overview;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Client;

/// <summary>Source-generated JSON of what only clients use.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(SnakeCaseEnumConverter<Severity>),
        typeof(SnakeCaseEnumConverter<NodeState>),
        typeof(SnakeCaseEnumConverter<PoolState>),
    ])]
[JsonSerializable(typeof(IReadOnlyList<ServedModel>))]
[JsonSerializable(typeof(ServedModelList))]
[JsonSerializable(typeof(IReadOnlyList<ChatMessage>))]
[JsonSerializable(typeof(DoctorReport))]
[JsonSerializable(typeof(FleetOverview))]
[JsonSerializable(typeof(IReadOnlyList<ModelSituation>))]
public sealed partial class ClientJsonContext : JsonSerializerContext;
