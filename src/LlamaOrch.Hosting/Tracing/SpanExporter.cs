using System.Diagnostics;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;

namespace LlamaOrch.Hosting.Tracing;

/// <summary>
/// Sends spans to the receiver, and tells in the log when that ceases to work and when it works again: the library
/// itself drops them silently.
/// </summary>
internal sealed partial class SpanExporter(OtlpExporterOptions options, ILogger<SpanExporter> logger)
    : OtlpTraceExporter(options)
{
    private readonly Uri endpoint = options.Endpoint;
    private bool isFailing;

    public override ExportResult Export(in Batch<Activity> activityBatch)
    {
        ExportResult result = base.Export(activityBatch);
        bool failed = result == ExportResult.Failure;
        if (failed && !isFailing)
            LogLost(logger, endpoint.Authority);
        else if (!failed && isFailing)
            LogWorksAgain(logger, endpoint.Authority);
        isFailing = failed;
        return result;
    }

    [LoggerMessage(1010, LogLevel.Warning,
        "Traces are lost: the receiver at {Endpoint} takes none; check its address and protocol")]
    private static partial void LogLost(ILogger logger, string endpoint);

    [LoggerMessage(1011, LogLevel.Information, "The receiver at {Endpoint} takes traces again")]
    private static partial void LogWorksAgain(ILogger logger, string endpoint);
}
