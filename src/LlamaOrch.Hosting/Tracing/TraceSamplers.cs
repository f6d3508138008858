using System.Globalization;
using OpenTelemetry.Trace;

namespace LlamaOrch.Hosting.Tracing;

/// <summary>The samplers by the names that OpenTelemetry gives them.</summary>
internal static class TraceSamplers
{
    private const string ParentBased = "parentbased_";

    /// <summary>The sampler of settings that have been checked.</summary>
    public static Sampler Of(TracingOptions options)
    {
        string name = options.Sampler ?? "parentbased_always_on";
        bool asCallerDoes = name.StartsWith(ParentBased, StringComparison.Ordinal);
        double share = double.Parse(options.SamplerArgument ?? "1", CultureInfo.InvariantCulture);
        Sampler root = (asCallerDoes ? name[ParentBased.Length..] : name) switch
        {
            "always_on" => new AlwaysOnSampler(),
            "always_off" => new AlwaysOffSampler(),
            _ => new TraceIdRatioBasedSampler(share),
        };
        return asCallerDoes ? new ParentBasedSampler(root) : root;
    }
}
