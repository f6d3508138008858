using System.Text.Json.Serialization;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Tasks;

namespace LlamaOrch.Storage.Rows;

/// <summary>The parts of rows that no query asks for, as JSON: a new member needs no new column.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SlotRequest))]
[JsonSerializable(typeof(TaskOutcome))]
[JsonSerializable(typeof(CatalogRow))]
[JsonSerializable(typeof(StoredNode))]
public sealed partial class RowJsonContext : JsonSerializerContext;
