using System.Globalization;
using LlamaOrch.Contracts.Errors;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LlamaOrch.Hosting.OpenApi;

/// <summary>What the document says of a route beyond its types: parameters, error codes, whether it is open.</summary>
internal static class OperationFacts
{
    public static Task WriteAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        RouteDoc? doc = context.Description.ActionDescriptor.EndpointMetadata.OfType<RouteDoc>().LastOrDefault();
        if (doc is null)
            return Task.CompletedTask;
        operation.Parameters = [.. Parameters(context.Description.RelativePath ?? string.Empty, doc)];
        if (operation.Parameters.Count == 0)
            operation.Parameters = null;
        if (doc.IsOpen)
            operation.Security = [];
        foreach (IGrouping<int, ErrorCode> status in RouteDocs.RefusalsOf(doc).GroupBy(code => code.HttpStatus()))
        {
            string key = status.Key.ToString(CultureInfo.InvariantCulture);
            if (operation.Responses?.GetValueOrDefault(key) is OpenApiResponse response)
                response.Description = string.Join(", ", status.Select(code => $"`{code.WireName()}`"));
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<IOpenApiParameter> Parameters(string path, RouteDoc doc)
    {
        foreach (string part in path.Split('/'))
        {
            if (part is ['{', .. string name, '}'])
                yield return Parameter(name.TrimStart('*'), ParameterLocation.Path, description: null);
        }

        foreach ((string name, string description) in doc.Headers)
            yield return Parameter(name, ParameterLocation.Header, description);
    }

    private static OpenApiParameter Parameter(string name, ParameterLocation where, string? description) => new()
    {
        Name = name,
        In = where,
        Required = where == ParameterLocation.Path,
        Description = description,
        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
    };
}
