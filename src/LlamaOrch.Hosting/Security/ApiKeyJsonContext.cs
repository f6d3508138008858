using System.Text.Json.Serialization;

namespace LlamaOrch.Hosting.Security;

/// <summary>
/// Source-generated JSON of the key file; a misspelt name is an error, or a limit would silently be none.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    ReadCommentHandling = System.Text.Json.JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(ApiKeyDocument))]
internal sealed partial class ApiKeyJsonContext : JsonSerializerContext;
