using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace LlamaOrch.Hosting.OpenApi;

/// <summary>
/// Tells the document of bodies. Said by <c>AcceptsMetadata</c> routing would refuse every other content type, and what
/// came without one was served before it was described.
/// </summary>
internal sealed class BodyDescriptions : IApiDescriptionProvider
{
    /// <summary>After the provider that lists the routes.</summary>
    public int Order => 0;

    /// <inheritdoc/>
    public void OnProvidersExecuting(ApiDescriptionProviderContext context)
    {
        foreach (ApiDescription route in context.Results)
        {
            RouteDoc? doc = route.ActionDescriptor.EndpointMetadata.OfType<RouteDoc>().LastOrDefault();
            if (doc?.Body is not Type body)
                continue;
            route.ParameterDescriptions.Add(new ApiParameterDescription
            {
                Name = body.Name,
                Type = body,
                Source = BindingSource.Body,
                IsRequired = true,
            });
            route.SupportedRequestFormats.Add(new ApiRequestFormat { MediaType = "application/json" });
        }
    }

    /// <inheritdoc/>
    public void OnProvidersExecuted(ApiDescriptionProviderContext context)
    {
    }
}
