using Microsoft.OpenApi;

namespace LlamaOrch.Hosting.OpenApi;

/// <summary>What the document says of the whole API.</summary>
internal static class DocumentFacts
{
    private const string Bearer = "bearer";
    private const string Key = "key";

    public static Task WriteAsync(OpenApiDocument document, string title, string description)
    {
        string version = typeof(DocumentFacts).Assembly.GetName().Version!.ToString(3);
        document.Info = new OpenApiInfo { Title = title, Version = version, Description = description };
        // Where it was asked for is where it is: an address would make every copy another one.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[Bearer] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = Bearer,
            Description = "A token out of LLORCH_API_TOKEN; none is needed where that is not set.",
        };
        document.Components.SecuritySchemes[Key] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "x-api-key",
            Description = "The same token, for clients that send it so; 'api-key' is read too.",
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Bearer, document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Key, document)] = [] },
        ];
        return Task.CompletedTask;
    }
}
