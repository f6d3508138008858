using LlamaOrch.Contracts.Processes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LlamaOrch.Hosting.Tracing;

/// <summary>The daemon's spans, sent by OTLP where the environment says so.</summary>
public static class TracingFeature
{
    /// <summary>Registers <see cref="SpanSource"/>, and the exporter when there is somewhere to send spans.</summary>
    /// <param name="builder">The daemon.</param>
    /// <param name="service">The daemon's name, which is the service's in traces.</param>
    /// <param name="instance">What tells it from others of the same name.</param>
    /// <exception cref="StartupException">A variable is not valid; the message lists every problem.</exception>
    public static WebApplicationBuilder AddTracing(this WebApplicationBuilder builder, string service, string instance)
    {
        string version = typeof(TracingFeature).Assembly.GetName().Version!.ToString(3);
        var options = TracingOptions.FromEnvironment();
        ValidateOptionsResult result = new TracingOptionsValidator().Validate(null, options);
        if (result.Failed)
            throw new StartupException(ExitCode.BadConfiguration, string.Join(Environment.NewLine, result.Failures));
        builder.Services.AddSingleton(new SpanSource(service, version, TraceSamplers.Of(options)));
        if (!options.IsOn)
            return builder;

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                service, serviceVersion: version, autoGenerateServiceInstanceId: false, serviceInstanceId: instance))
            .WithTracing(tracing => tracing
                .AddSource(service)
                .SetSampler(new AlwaysOnSampler())
                .AddProcessor(Exporter));
        return builder;
    }

    private static BatchActivityExportProcessor Exporter(IServiceProvider services)
    {
        var limits = new BatchExportActivityProcessorOptions();
        return new BatchActivityExportProcessor(
            new SpanExporter(new OtlpExporterOptions(), services.GetRequiredService<ILogger<SpanExporter>>()),
            limits.MaxQueueSize,
            limits.ScheduledDelayMilliseconds,
            limits.ExporterTimeoutMilliseconds,
            limits.MaxExportBatchSize);
    }
}
