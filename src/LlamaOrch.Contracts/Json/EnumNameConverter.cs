using System.Text.Json.Serialization;

namespace LlamaOrch.Contracts.Json;

/// <summary>Enums by the names that they have in code, for the few that are written so everywhere.</summary>
/// <typeparam name="TEnum">The enum.</typeparam>
public sealed class EnumNameConverter<TEnum>()
    : JsonStringEnumConverter<TEnum>(namingPolicy: null, allowIntegerValues: false)
    where TEnum : struct, Enum;
