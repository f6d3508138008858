using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LlamaOrch.Contracts.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Scalar.AspNetCore;

namespace LlamaOrch.Hosting.OpenApi;

/// <summary>
/// A daemon's API as an OpenAPI document, made of its routes when it is asked for, and as a page to read and try it.
/// Both are served from this process alone and tell what the source tells, so they need no token.
/// </summary>
public static class ApiDocumentFeature
{
    /// <summary>Where the document is.</summary>
    public const string DocumentPath = "/openapi/v1.json";

    /// <summary>Where the page is.</summary>
    public const string PagePath = "/docs";

    private const string DocumentName = "v1";

    // The page's bundle knows addresses of its makers; a reader's browser asks none of them.
    private const string OnlyThisServer =
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data:; font-src 'self' data:; connect-src 'self'";

    /// <summary>Registers the document of a daemon.</summary>
    /// <param name="services">The daemon's services.</param>
    /// <param name="title">The daemon's name.</param>
    /// <param name="description">What it is, in a sentence or two.</param>
    public static IServiceCollection AddApiDocument(
        this IServiceCollection services, string title, string description) => services
        .Configure<JsonOptions>(json => AsOnTheWire(json.SerializerOptions))
        .AddSingleton<IApiDescriptionProvider, BodyDescriptions>()
        .AddOpenApi(DocumentName, options => options
            .AddDocumentTransformer((document, _, _) => DocumentFacts.WriteAsync(document, title, description))
            .AddOperationTransformer(OperationFacts.WriteAsync)
            .AddSchemaTransformer(IdentifierSchemas.WriteAsync));

    /// <summary>Maps the document and the page.</summary>
    public static void MapApiDocument(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi("/openapi/{documentName}.json");
        routes.MapScalarApiReference(PagePath, page => page
            .WithTitle("llama-orch")
            .DisableDefaultFonts()
            .DisableAgent()
            .DisableMcp()
            .DisableTelemetry()
            .HideClientButton()
            .HideDeveloperTools())
            .Add(OnlyFromHere);
    }

    /// <summary>Whether a path is the document's or the page's.</summary>
    public static bool Has(PathString path) =>
        path.StartsWithSegments("/openapi", StringComparison.Ordinal)
        || path.StartsWithSegments(PagePath, StringComparison.Ordinal);

    private static void OnlyFromHere(EndpointBuilder builder)
    {
        if (builder.RequestDelegate is not RequestDelegate serve)
            return;
        builder.RequestDelegate = context =>
        {
            context.Response.Headers.ContentSecurityPolicy = OnlyThisServer;
            return serve(context);
        };
    }

    /// <summary>Schemas are made of the contracts' types as these are serialised.</summary>
    private static void AsOnTheWire(JsonSerializerOptions json)
    {
        JsonSerializerOptions wire = ContractsJsonContext.Default.Options;
        json.PropertyNamingPolicy = wire.PropertyNamingPolicy;
        json.DefaultIgnoreCondition = wire.DefaultIgnoreCondition;
        json.RespectNullableAnnotations = wire.RespectNullableAnnotations;
        json.RespectRequiredConstructorParameters = wire.RespectRequiredConstructorParameters;
        json.NumberHandling = JsonNumberHandling.Strict;
        // What a number is to them is what a number is to a schema; a converter of its own tells no schema.
        foreach (JsonConverter converter in wire.Converters.Where(
            converter => converter is not (WholeInt32Converter or WholeInt64Converter)))
            json.Converters.Add(converter);
        json.TypeInfoResolver = new DefaultJsonTypeInfoResolver();
    }
}
