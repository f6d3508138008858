using System.Text.Json;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Hosting.Correlation;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Hosting.Errors;

/// <summary>
/// The last resort: turns what nobody handled into an error body, and never into a stack trace on the wire. A request
/// that no route takes is such a thing too.
/// </summary>
public sealed partial class ExceptionGate(RequestDelegate next, ILogger<ExceptionGate> logger)
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { HasStarted: false, StatusCode: 404 or 405, ContentType: null })
                await WriteNoRouteAsync(context);
        }
        catch (OperationCanceledException canceled) when (IsGone(context, canceled))
        {
            // The client is gone, or its connection was cut because we stop: there is nobody to answer.
        }
        catch (BadHttpRequestException failure) when (!context.Response.HasStarted)
        {
            await ErrorResponse.WriteAsync(
                context,
                ErrorCode.InvalidParams,
                ErrorBody.From(ErrorCode.InvalidParams, failure.Message, (failure as RefusedBodyException)?.Field),
                failure.StatusCode);
        }
        catch (JsonException failure) when (!context.Response.HasStarted)
        {
            (string message, string? field) = BodyProblem.Of(failure);
            await ErrorResponse.WriteAsync(context, ErrorCode.InvalidParams, message, field);
        }
        catch (Exception failure) when (!context.Response.HasStarted)
        {
            LogUnhandled(logger, failure, RequestOrigin.Of(context));
            await ErrorResponse.WriteAsync(
                context, ErrorCode.Internal, $"A defect on our side; look for {context.TraceIdentifier} in the log.");
        }
    }

    // A read of the body can end before the token of the request says why.
    private static bool IsGone(HttpContext context, OperationCanceledException canceled) =>
        context.RequestAborted.IsCancellationRequested
            || canceled is ConnectionAbortedException
            || canceled.InnerException is ConnectionAbortedException;

    private static Task WriteNoRouteAsync(HttpContext context)
    {
        (string method, int status) = (context.Request.Method, context.Response.StatusCode);
        string allowed = string.Empty;
        if (status == StatusCodes.Status405MethodNotAllowed)
        {
            string methods = context.Response.Headers.Allow.ToString();
            // Routes name GET alone, see HeadGate.
            if (!methods.Contains("HEAD", StringComparison.Ordinal))
                methods = methods.Replace("GET", "GET, HEAD", StringComparison.Ordinal);
            context.Response.Headers.Allow = methods;
            allowed = $", only {methods}";
        }

        ErrorBody body = ErrorBody.From(ErrorCode.NotFound, $"There is no {method} {context.Request.Path}{allowed}.");
        return ErrorResponse.WriteAsync(context, ErrorCode.NotFound, body, status);
    }

    [LoggerMessage(1002, LogLevel.Error, "A request ended by a defect", EventName = "request_defect")]
    private static partial void LogUnhandled(ILogger logger, Exception failure, RequestOrigin origin);
}
