using System.Text.Json.Serialization;
using LlamaOrch.Contracts.Artifacts;
using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Handoff;
using LlamaOrch.Contracts.Meta;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Contracts.Sessions;
using LlamaOrch.Contracts.Tasks;

namespace LlamaOrch.Contracts.Json;

/// <summary>Source-generated JSON of the contracts: snake_case names, enums as snake_case text, nulls left out; a
/// missing or null value where the contract demands one is a <see cref="System.Text.Json.JsonException"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    // Which of two a reader believes differs between readers.
    AllowDuplicateProperties = false,
    MaxDepth = 64,
    Converters =
    [
        typeof(WholeInt32Converter),
        typeof(WholeInt64Converter),
        typeof(SnakeCaseEnumConverter<PoolState>),
        typeof(SnakeCaseEnumConverter<NodeState>),
        typeof(SnakeCaseEnumConverter<DiskPurpose>),
        typeof(SnakeCaseEnumConverter<VerificationResult>),
        typeof(SnakeCaseEnumConverter<NodeModelState>),
        typeof(EnumNameConverter<ModelState>),
    ])]
[JsonSerializable(typeof(ErrorBody))]
[JsonSerializable(typeof(RegisterNodeRequest))]
[JsonSerializable(typeof(RegisterNodeResponse))]
[JsonSerializable(typeof(HeartbeatRequest))]
[JsonSerializable(typeof(HeartbeatResponse))]
[JsonSerializable(typeof(NodeView))]
[JsonSerializable(typeof(IReadOnlyList<NodeView>))]
[JsonSerializable(typeof(PoolReport))]
[JsonSerializable(typeof(IReadOnlyList<PoolReport>))]
[JsonSerializable(typeof(HandoffFile))]
[JsonSerializable(typeof(PlacementDecision))]
[JsonSerializable(typeof(PlacementView))]
[JsonSerializable(typeof(RegisterModelRequest))]
[JsonSerializable(typeof(ModelStateRequest))]
[JsonSerializable(typeof(CatalogModelView))]
[JsonSerializable(typeof(IReadOnlyList<CatalogModelView>))]
[JsonSerializable(typeof(ModelVerification))]
[JsonSerializable(typeof(CatalogAvailability))]
[JsonSerializable(typeof(RegisterNodeModelRequest))]
[JsonSerializable(typeof(NodeModelView))]
[JsonSerializable(typeof(IReadOnlyList<NodeModelView>))]
[JsonSerializable(typeof(ArtifactView))]
[JsonSerializable(typeof(TaskRequest))]
[JsonSerializable(typeof(TaskView))]
[JsonSerializable(typeof(TaskResult))]
[JsonSerializable(typeof(IReadOnlyList<TaskView>))]
[JsonSerializable(typeof(SessionView))]
[JsonSerializable(typeof(VersionView))]
[JsonSerializable(typeof(CapabilitiesView))]
[JsonSerializable(typeof(ControlPlaneView))]
[JsonSerializable(typeof(LoggingView))]
[JsonSerializable(typeof(LoggingChange))]
public sealed partial class ContractsJsonContext : JsonSerializerContext;
