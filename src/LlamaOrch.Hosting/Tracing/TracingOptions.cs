namespace LlamaOrch.Hosting.Tracing;

/// <summary>
/// Where spans go, in OpenTelemetry's own environment variables, which its exporter reads too. What is not named here
/// (headers, time limits, batches, attributes of the resource) is left to it.
/// </summary>
public sealed record TracingOptions
{
    /// <summary>Where an OTLP receiver listens, for all signals.</summary>
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Where it listens for traces; wins over the one for all signals.</summary>
    public const string TracesEndpointVariable = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

    /// <summary><c>grpc</c>, the default, or <c>http/protobuf</c>.</summary>
    public const string ProtocolVariable = "OTEL_EXPORTER_OTLP_PROTOCOL";

    /// <summary>The same for traces alone.</summary>
    public const string TracesProtocolVariable = "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL";

    /// <summary>
    /// Which traces are recorded: <c>always_on</c>, <c>always_off</c>, <c>traceidratio</c>, or one of these behind
    /// <c>parentbased_</c>, which does as the caller does; default <c>parentbased_always_on</c>.
    /// </summary>
    public const string SamplerVariable = "OTEL_TRACES_SAMPLER";

    /// <summary>The share that a ratio records, 0 to 1; default 1.</summary>
    public const string SamplerArgumentVariable = "OTEL_TRACES_SAMPLER_ARG";

    /// <summary><c>true</c> turns all of it off.</summary>
    public const string DisabledVariable = "OTEL_SDK_DISABLED";

    /// <summary>See <see cref="EndpointVariable"/>.</summary>
    public string? Endpoint { get; init; }

    /// <summary>See <see cref="TracesEndpointVariable"/>.</summary>
    public string? TracesEndpoint { get; init; }

    /// <summary>See <see cref="ProtocolVariable"/>.</summary>
    public string? Protocol { get; init; }

    /// <summary>See <see cref="TracesProtocolVariable"/>.</summary>
    public string? TracesProtocol { get; init; }

    /// <summary>See <see cref="SamplerVariable"/>.</summary>
    public string? Sampler { get; init; }

    /// <summary>See <see cref="SamplerArgumentVariable"/>.</summary>
    public string? SamplerArgument { get; init; }

    /// <summary>See <see cref="DisabledVariable"/>.</summary>
    public bool IsDisabled { get; init; }

    /// <summary>Whether spans are recorded at all: only when there is somewhere to send them.</summary>
    public bool IsOn => !IsDisabled && (Endpoint ?? TracesEndpoint) is not null;

    /// <summary>What this process's environment says.</summary>
    public static TracingOptions FromEnvironment() => new()
    {
        Endpoint = Read(EndpointVariable),
        TracesEndpoint = Read(TracesEndpointVariable),
        Protocol = Read(ProtocolVariable),
        TracesProtocol = Read(TracesProtocolVariable),
        Sampler = Read(SamplerVariable),
        SamplerArgument = Read(SamplerArgumentVariable),
        IsDisabled = string.Equals(Read(DisabledVariable), "true", StringComparison.OrdinalIgnoreCase),
    };

    // The standard takes an empty variable for one that is not set.
    private static string? Read(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
