using System.Globalization;
using Microsoft.Extensions.Options;

namespace LlamaOrch.Hosting.Tracing;

/// <summary>
/// Says what is wrong with <see cref="TracingOptions"/>: OpenTelemetry itself would go on without a word, and without
/// traces.
/// </summary>
public sealed class TracingOptionsValidator : IValidateOptions<TracingOptions>
{
    private const string Url = "must be a URL such as http://127.0.0.1:4317";

    private static readonly string[] Protocols = ["grpc", "http/protobuf"];

    private static readonly string[] Samplers =
    [
        "always_on", "always_off", "traceidratio",
        "parentbased_always_on", "parentbased_always_off", "parentbased_traceidratio",
    ];

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, TracingOptions options)
    {
        List<string> problems = [];
        Check(IsUrl(options.Endpoint), TracingOptions.EndpointVariable, options.Endpoint, Url);
        Check(IsUrl(options.TracesEndpoint), TracingOptions.TracesEndpointVariable, options.TracesEndpoint, Url);
        Check(IsOneOf(Protocols, options.Protocol), TracingOptions.ProtocolVariable, options.Protocol, Any(Protocols));
        Check(
            IsOneOf(Protocols, options.TracesProtocol),
            TracingOptions.TracesProtocolVariable,
            options.TracesProtocol,
            Any(Protocols));
        Check(IsOneOf(Samplers, options.Sampler), TracingOptions.SamplerVariable, options.Sampler, Any(Samplers));
        Check(
            IsShare(options.SamplerArgument),
            TracingOptions.SamplerArgumentVariable,
            options.SamplerArgument,
            "must be a number from 0 to 1");
        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;

        void Check(bool isValid, string variable, string? value, string rule)
        {
            if (!isValid)
                problems.Add($"{variable} is '{value}': it {rule}.");
        }
    }

    private static bool IsUrl(string? text) =>
        text is null || (Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url is { Scheme: "http" or "https" });

    private static bool IsOneOf(string[] known, string? text) => text is null || known.Contains(text);

    private static bool IsShare(string? text) =>
        text is null
        || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double share)
            && share is >= 0 and <= 1);

    private static string Any(string[] known) => $"must be one of {string.Join(", ", known)}";
}
