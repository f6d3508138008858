using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace LlamaOrch.Hosting.Exposition;

/// <summary>Which of the two text formats a scraper prefers.</summary>
internal static class AcceptedFormat
{
    public const string OpenMetrics = $"{OpenMetricsType}; version=1.0.0; charset=utf-8";
    public const string PrometheusText = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>The one compression that every scraper knows.</summary>
    public const string Gzip = "gzip";

    private const string OpenMetricsType = "application/openmetrics-text";

    /// <summary>
    /// True when OpenMetrics is named and nothing that means the older text is wanted more; a header that can't be
    /// read wants the older one, which everybody reads.
    /// </summary>
    public static bool IsOpenMetrics(StringValues accept)
    {
        if (!MediaTypeHeaderValue.TryParseList(accept!, out IList<MediaTypeHeaderValue>? types))
            return false;
        double wanted = Weight(types, OpenMetricsType);
        double text = Weight(types, "text/plain");
        return wanted > 0 && wanted >= text;
    }

    /// <summary>
    /// True when gzip is named, or anything is taken, with a weight that is not 0; a header that can't be read wants
    /// the text as it is.
    /// </summary>
    public static bool IsGzip(StringValues acceptEncoding)
    {
        if (!StringWithQualityHeaderValue.TryParseList(
            acceptEncoding!, out IList<StringWithQualityHeaderValue>? encodings))
            return false;
        StringWithQualityHeaderValue? wanted = Named(encodings, Gzip) ?? Named(encodings, "*");
        return wanted is not null && wanted.Quality != 0;
    }

    private static StringWithQualityHeaderValue? Named(IList<StringWithQualityHeaderValue> encodings, string name) =>
        encodings.FirstOrDefault(encoding => encoding.Value.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static double Weight(IList<MediaTypeHeaderValue> types, string name) => types
        .Where(type => type.MediaType.Equals(name, StringComparison.OrdinalIgnoreCase))
        .Select(type => type.Quality ?? 1)
        .DefaultIfEmpty(0)
        .Max();
}
