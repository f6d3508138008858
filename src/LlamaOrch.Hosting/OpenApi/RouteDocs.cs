using System.Reflection;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Hosting.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LlamaOrch.Hosting.OpenApi;

/// <summary>Puts what the document says beside the route that it is about.</summary>
public static class RouteDocs
{
    private const string Json = "application/json";

    // Routes of a request delegate are listed only with a method, whose parameters would be the route's.
    private static readonly MethodInfo NoParameters =
        typeof(RouteDocs).GetMethod(nameof(Nothing), BindingFlags.Static | BindingFlags.NonPublic)!;

    /// <summary>Describes a route; one that is not described is missing in the document.</summary>
    public static TBuilder Describe<TBuilder>(this TBuilder endpoint, RouteDoc doc)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(builder =>
        {
            IList<object> metadata = builder.Metadata;
            metadata.Add(NoParameters);
            metadata.Add(doc);
            metadata.Add(new TagsAttribute(doc.Tag));
            metadata.Add(new EndpointSummaryAttribute(doc.Summary));
            if (doc.Description is not null)
                metadata.Add(new EndpointDescriptionAttribute(doc.Description));
            metadata.Add(doc.Answer is null
                ? new ProducesResponseTypeMetadata(doc.Status)
                : new ProducesResponseTypeMetadata(doc.Status, doc.Answer, [doc.ContentType]));
            bool isOpenAi = builder is RouteEndpointBuilder { RoutePattern.RawText: string path }
                && OpenAiPlane.Has(path);
            Type error = isOpenAi ? typeof(OpenAiErrorBody) : typeof(ErrorBody);
            foreach (int status in RefusalsOf(doc).Select(code => code.HttpStatus()).Distinct().Order())
                metadata.Add(new ProducesResponseTypeMetadata(status, error, [Json]));
        });
        return endpoint;
    }

    /// <summary>All error codes of a route.</summary>
    internal static IEnumerable<ErrorCode> RefusalsOf(RouteDoc doc) =>
        doc.IsOpen
        ? doc.Refusals
        : [.. doc.Refusals, ErrorCode.MissingToken, ErrorCode.BadToken, ErrorCode.Forbidden];

    private static void Nothing()
    {
    }
}
