using LlamaOrch.Contracts.Ids;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LlamaOrch.Hosting.OpenApi;

/// <summary>Ids and digests have converters of their own, which tell no schema: on the wire they are texts.</summary>
internal static class IdentifierSchemas
{
    public static Task WriteAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        Type type = context.JsonTypeInfo.Type;
        Type asked = Nullable.GetUnderlyingType(type) ?? type;
        bool isId = asked.GetInterfaces().Any(
            face => face.IsGenericType && face.GetGenericTypeDefinition() == typeof(IIdentifier<>));
        bool isDigest = asked == typeof(Sha256Digest);
        if (!isId && !isDigest)
            return Task.CompletedTask;
        schema.Type = asked == type ? JsonSchemaType.String : JsonSchemaType.String | JsonSchemaType.Null;
        if (isDigest)
            schema.Pattern = "^sha256:[0-9a-f]{64}$";
        else
            schema.MaxLength = IdentifierRules.LengthMax;
        schema.Properties = null;
        schema.Required = null;
        return Task.CompletedTask;
    }
}
