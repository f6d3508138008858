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
    private readonly Uri url = options.Endpoint;
    private bool isFailing;

    public override ExportResult Export(in Batch<Activity> activityBatch)
    {
        ExportResult result = base.Export(activityBatch);
        bool failed = result == ExportResult.Failure;
        if (failed && !isFailing)
            LogLost(logger, url);
        else if (!failed && isFailing)
            LogWorksAgain(logger, url);
        isFailing = failed;
        return result;
    }

    [LoggerMessage(1010, LogLevel.Warning,
        "Traces are lost: the receiver at {Url} takes none; check its address and protocol",
        EventName = "traces_lost")]
    private static partial void LogLost(ILogger logger, Uri url);

    [LoggerMessage(1011, LogLevel.Information, "The receiver at {Url} takes traces again",
        EventName = "traces_taken_again")]
    private static partial void LogWorksAgain(ILogger logger, Uri url);
}
