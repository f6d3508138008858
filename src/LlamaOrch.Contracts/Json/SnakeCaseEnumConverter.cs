using System.Text.Json;
using System.Text.Json.Serialization;

namespace LlamaOrch.Contracts.Json;

/// <summary>Enums as snake_case text; numbers are refused, so that renumbering can't change a meaning.</summary>
/// <typeparam name="TEnum">The enum.</typeparam>
public sealed class SnakeCaseEnumConverter<TEnum>()
    : JsonStringEnumConverter<TEnum>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where TEnum : struct, Enum;
