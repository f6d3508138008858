using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.TestKit.Files;

/// <summary>A daemon's OpenAPI document beside the routes that the daemon really has.</summary>
public static class ApiDocument
{
    /// <summary>The operations of a document, as <c>GET /path/{id}</c>, in order.</summary>
    public static IReadOnlyList<string> Operations(string document)
    {
        using JsonDocument json = JsonDocument.Parse(document);
        return [.. json.RootElement.GetProperty("paths").EnumerateObject()
            .SelectMany(path => path.Value.EnumerateObject().Select(
                operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"))
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>A running daemon's routes in the same form, without those that <paramref name="skip"/> names.</summary>
    public static IReadOnlyList<string> Routes(IServiceProvider services, Func<string, bool> skip) =>
        [.. services.GetRequiredService<EndpointDataSource>().Endpoints
            .OfType<RouteEndpoint>()
            .Select(route => (
                Path: '/' + route.RoutePattern.RawText!.TrimStart('/').Replace("{**", "{", StringComparison.Ordinal),
                Methods: route.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []))
            .Where(route => !skip(route.Path))
            .SelectMany(route => route.Methods.Select(method => $"{method} {route.Path}"))
            .Order(StringComparer.Ordinal)];
}
