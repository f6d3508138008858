using System.Text.Json;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Meta;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.Hosting.Requests;
using LlamaOrch.Hosting.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Hosting.Logging;

/// <summary>The log settings of a daemon: how they are, and changing them until its next start.</summary>
public sealed partial class LoggingEndpoints(LogPolicy policy, LogConfig config, ILogger<LoggingEndpoints> logger)
{
    private const string Route = "/v2/meta/logging";
    private const int BodyBytesMax = LogConfig.FileBytesMax;

    private static readonly RouteDoc ShowDoc = new("meta", "What the daemon logs.")
    {
        Id = "getLogging",
        Answer = typeof(LoggingView),
    };

    private static readonly RouteDoc ChangeDoc = new("meta", "Changes what the daemon logs, until it ends.")
    {
        Id = "updateLogging",
        Description = "What the body does not name is as the daemon was started. A change of the file of "
            + "LLORCH_LOG_CONFIG replaces all of it.",
        Body = typeof(LoggingChange),
        Example = """
            { "level": "debug", "sampling": 0.1 }
            """,
        Answer = typeof(LoggingView),
        Refusals = [ErrorCode.InvalidParams],
    };

    /// <summary>Maps them, for administrators.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet(Route, ShowAsync).Needs(ApiRole.Admin).Describe(ShowDoc);
        routes.MapPut(Route, ChangeAsync).Needs(ApiRole.Admin).Describe(ChangeDoc);
    }

    private Task ShowAsync(HttpContext context)
    {
        LogSettings settings = policy.Current;
        var view = new LoggingView(
            config.Format,
            LogNames.Level(settings.Level),
            settings.Levels.ToDictionary(entry => entry.Key, entry => LogNames.Level(entry.Value)),
            settings.Sampling);
        return JsonAnswer.WriteAsync(context, view, ContractsJsonContext.Default.LoggingView);
    }

    private async Task ChangeAsync(HttpContext context)
    {
        if (context.Request.ContentLength is null or > BodyBytesMax)
        {
            await ErrorResponse.WriteAsync(
                context, ErrorCode.InvalidParams, $"The body must say its length, at most {BodyBytesMax} bytes.");
            return;
        }

        List<LogProblem> problems = [];
        LogSettings next;
        using (RequestBody sent = await RequestBody.ReadAsync(context.Request, context.RequestAborted))
        {
            JsonText.Check(sent.Bytes.Span);
            using JsonDocument body = JsonDocument.Parse(sent.Bytes);
            next = LogSettingsReader.FromJson(body.RootElement, config.Base, problems);
        }

        if (problems is [LogProblem first, ..])
        {
            await ErrorResponse.WriteAsync(
                context,
                ErrorCode.InvalidParams,
                $"The log settings of before stay: {string.Join("; ", problems)}.",
                first.Field);
            return;
        }

        policy.Change(next);
        LogChanged(logger, next.Level, next.Sampling);
        await ShowAsync(context);
    }

    [LoggerMessage(1009, LogLevel.Warning,
        "The log settings were changed by a request; they hold until the next start",
        EventName = "log_settings_changed")]
    private static partial void LogChanged(ILogger logger, LogLevel lowestLevel, double sampling);
}
