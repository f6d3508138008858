using System.Text.Json;
using LlamaOrch.Contracts.Errors;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Hosting.Errors;

/// <summary>The last resort: turns what nobody handled into an error body, and never into a stack trace on the wire.</summary>
public sealed partial class ExceptionGate(RequestDelegate next, ILogger<ExceptionGate> logger)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client is gone; there is nobody to answer.
        }
        catch (BadHttpRequestException failure) when (!context.Response.HasStarted)
        {
            await ErrorResponse.WriteAsync(
                context, ErrorCode.InvalidParams, ErrorBody.From(ErrorCode.InvalidParams, failure.Message), failure.StatusCode);
        }
        catch (JsonException failure) when (!context.Response.HasStarted)
        {
            await ErrorResponse.WriteAsync(
                context, ErrorCode.InvalidParams, $"The body is not the JSON expected: {failure.Message}", failure.Path);
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            LogUnhandled(logger, failure, context.TraceIdentifier);
            await ErrorResponse.WriteAsync(
                context, ErrorCode.Internal, $"A defect on our side; look for {context.TraceIdentifier} in the log.");
        }
    }

    [LoggerMessage(1002, LogLevel.Error, "Unhandled failure, correlation {CorrelationId}")]
    private static partial void LogUnhandled(ILogger logger, Exception failure, string correlationId);
}
