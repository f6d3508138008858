using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Hosting.Errors;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace LlamaOrch.Hosting.OpenApi;

/// <summary>What the document says of a route beyond its types: parameters, error codes, whether it is open.</summary>
internal static class OperationFacts
{
    private const string Json = "application/json";

    /// <summary>An id of each kind, by the word before it in a path.</summary>
    private static readonly Dictionary<string, string> IdExamples = new()
    {
        ["artifacts"] = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ["models"] = "qwen3-8b",
        ["nodes"] = "gpu-01",
        ["pools"] = "gpu-01-0",
        ["sessions"] = "chat-1",
        ["tasks"] = "task-1",
    };

    public static Task WriteAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        RouteDoc? doc = context.Description.ActionDescriptor.EndpointMetadata.OfType<RouteDoc>().LastOrDefault();
        if (doc is null)
            return Task.CompletedTask;
        operation.OperationId = doc.Id;
        if (doc.Example is not null
            && operation.RequestBody?.Content?.TryGetValue(Json, out OpenApiMediaType? body) == true)
            body.Example = JsonNode.Parse(doc.Example);
        operation.Parameters = [.. Parameters(context.Description.RelativePath ?? string.Empty, doc)];
        if (operation.Parameters.Count == 0)
            operation.Parameters = null;
        if (doc.IsOpen)
            operation.Security = [];
        foreach (IGrouping<int, ErrorCode> status in RouteDocs.RefusalsOf(doc).GroupBy(code => code.HttpStatus()))
        {
            string key = status.Key.ToString(CultureInfo.InvariantCulture);
            if (operation.Responses?.GetValueOrDefault(key) is OpenApiResponse response)
            {
                response.Description = string.Join(", ", status.Select(code => $"`{code.WireName()}`"));
                if (response.Content?.TryGetValue(Json, out OpenApiMediaType? refusal) == true)
                    refusal.Example = Refusal(status.First(), context.Description.RelativePath);
            }
        }

        return Task.CompletedTask;
    }

    private static JsonNode? Refusal(ErrorCode code, string? path)
    {
        ErrorBody error = ErrorBody.From(code, "One sentence: what is wrong and what to do.");
        if (!OpenAiPlane.Has($"/{path}"))
            return JsonSerializer.SerializeToNode(error, ContractsJsonContext.Default.ErrorBody);
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
            OpenAiErrors.Write(json, error, code.HttpStatus());
        return JsonNode.Parse(text.WrittenSpan);
    }

    private static IEnumerable<IOpenApiParameter> Parameters(string path, RouteDoc doc)
    {
        string owner = string.Empty;
        foreach (string part in path.Split('/'))
        {
            if (part is ['{', .. string name, '}'])
            {
                string? example = IdExamples.GetValueOrDefault(owner);
                yield return Parameter(name.TrimStart('*'), ParameterLocation.Path, description: null, example);
            }

            owner = part;
        }

        foreach ((string name, string description) in doc.Headers)
            yield return Parameter(name, ParameterLocation.Header, description, example: null);
    }

    private static OpenApiParameter Parameter(
        string name, ParameterLocation where, string? description, string? example)
    {
        return new OpenApiParameter
        {
            Name = name,
            In = where,
            Required = where == ParameterLocation.Path,
            Description = description,
            Example = example,
            Schema = new OpenApiSchema { Type = JsonSchemaType.String },
        };
    }
}
