using Microsoft.AspNetCore.Http;

namespace LlamaOrch.LlamaCpp.Http.Endpoints;

/// <summary>Turns refusals into answers in llama-server's shape.</summary>
internal static class ErrorGate
{
    /// <summary>Runs the rest of the pipeline.</summary>
    public static async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
            if (context.Response is { StatusCode: StatusCodes.Status405MethodNotAllowed, HasStarted: false })
                await JsonAnswer.ErrorAsync(context, new ApiError(405, "invalid_request_error", "use another method"));
        }
        catch (ApiException refusal) when (!context.Response.HasStarted)
        {
            await JsonAnswer.ErrorAsync(context, refusal.Error);
        }
        catch (BadHttpRequestException bad) when (!context.Response.HasStarted)
        {
            await JsonAnswer.ErrorAsync(context, new ApiError(bad.StatusCode, "invalid_request_error", bad.Message));
        }
        catch (Exception gone) when (context.RequestAborted.IsCancellationRequested
            && gone is OperationCanceledException or IOException)
        {
            // The client went away while its request was read; nobody is left to answer.
        }
        catch (Exception defect)
        {
            await FailAsync(context, defect);
        }
    }

    /// <summary>
    /// What nobody foresaw is still an answer with a body; one that has begun breaks off, so that it is not taken for
    /// whole.
    /// </summary>
    private static async Task FailAsync(HttpContext context, Exception defect)
    {
        await Console.Error.WriteLineAsync(
            $"{context.Request.Method} {context.Request.Path} failed by a defect of the engine: {defect}");
        if (context.Response.HasStarted)
        {
            context.Abort();
            return;
        }

        context.Response.Clear();
        await JsonAnswer.ErrorAsync(
            context,
            ApiError.Server($"the engine failed on this request ({defect.GetType().Name}); its log says more"));
    }
}
