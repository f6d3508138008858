using Microsoft.AspNetCore.Builder;

namespace LlamaOrch.Hosting.Security;

/// <summary>Marks endpoints with the role that they need.</summary>
public static class EndpointRoles
{
    /// <summary>Only callers with this role, or with <see cref="ApiRole.Admin"/>, get to the endpoint.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder endpoint, ApiRole role)
        where TBuilder : IEndpointConventionBuilder
    {
        endpoint.Add(builder => builder.Metadata.Add(new RequiredRole(role)));
        return endpoint;
    }
}
