using LlamaOrch.Contracts.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.Hosting.Security;

/// <summary>
/// Which web pages may call this daemon from a browser. Preflights are answered before the token is asked for, since
/// browsers send none with them; the request itself needs its token as ever.
/// </summary>
public static class CrossOrigin
{
    /// <summary>Lets every page in.</summary>
    public const string Any = "*";

    private static readonly TimeSpan PreflightAge = TimeSpan.FromMinutes(10);

    // What a page may read of an answer beside what browsers show of their own accord.
    private static readonly string[] Shown =
    [
        LlorchHeaders.CorrelationId, LlorchHeaders.TaskId, "x-request-id", "traceparent", "Retry-After",
        "retry-after-ms", "X-Backoff-Ms", "x-should-retry", "Location", "ETag", "WWW-Authenticate",
    ];

    /// <summary>Allows the pages of some origins. None is the default: browsers then keep other pages out.</summary>
    /// <param name="services">The daemon's services.</param>
    /// <param name="origins">What <see cref="Parse"/> has made of the setting.</param>
    public static IServiceCollection AddCrossOrigin(this IServiceCollection services, IReadOnlyList<string> origins)
    {
        if (origins.Count == 0)
            return services;
        return services.AddSingleton(new AllowedOrigins(origins)).AddCors(cors => cors.AddDefaultPolicy(policy =>
        {
            policy.WithOrigins([.. origins]).AllowAnyHeader().AllowAnyMethod()
                .WithExposedHeaders(Shown).SetPreflightMaxAge(PreflightAge);
        }));
    }

    /// <summary>Answers preflights and marks answers, where some origin is allowed.</summary>
    public static void UseCrossOrigin(this WebApplication app)
    {
        if (app.Services.GetService<AllowedOrigins>() is not null)
            app.UseCors();
    }

    /// <summary>The origins of a setting, separated by commas; an empty one allows none.</summary>
    public static IReadOnlyList<string> Parse(string? setting) => (setting ?? string.Empty)
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>What is wrong with a setting, a sentence without its name; null for nothing.</summary>
    public static string? ProblemOf(string? setting)
    {
        foreach (string origin in Parse(setting))
        {
            bool isOrigin = origin == Any
                || (Uri.TryCreate(origin, UriKind.Absolute, out Uri? url) && url.Scheme is "http" or "https"
                    && url.GetLeftPart(UriPartial.Authority) == origin && url.UserInfo.Length == 0);
            if (!isOrigin)
                return $"'{origin}' is not an origin such as https://app.example:8443, or *.";
        }

        return null;
    }
}
