using System.Buffers;
using System.Text;
using System.Text.Json;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.LlamaCpp.Http.Answers;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.LlamaCpp.Logging;

/// <summary>
/// A line for each request that has ended, by the schema of the daemons' logs (<c>docs/reference/logs.md</c>). The node
/// agent, which reads them, adds what it alone knows: the node and the pool.
/// </summary>
internal sealed class RequestLines(string modelName, TextWriter output)
{
    private const int TraceStart = 3;
    private const int TraceLength = 32;

    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    /// <summary>Runs a request, then writes its line. Only what computes has one: probes come every second.</summary>
    public async Task RunAsync(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            await next(context);
            return;
        }

        var tally = new RequestTally();
        context.Features.Set(tally);
        try
        {
            await next(context);
        }
        finally
        {
            await output.WriteLineAsync(LineOf(context, tally));
        }
    }

    private string LineOf(HttpContext context, RequestTally tally)
    {
        (string name, string level, string human) = Ending(context, tally);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, WireJson.Writer))
        {
            json.WriteStartObject();
            json.WriteString("timestamp"u8, DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ"));
            json.WriteString("level"u8, level);
            json.WriteString("event"u8, name);
            json.WriteString("component"u8, "engine"u8);
            WriteOrigin(json, context.Request.Headers);
            json.WriteString("engine"u8, "llamacpp"u8);
            json.WriteString("engine_version"u8, AnswerParts.BuildInfo);
            json.WriteNumber("tokens_in"u8, tally.TokensIn);
            json.WriteNumber("tokens_out"u8, tally.TokensOut);
            json.WriteNumber("decode_time_ms"u8, Math.Round(tally.DecodeMs, 3));
            json.WriteString("human"u8, human);
            json.WriteStartObject("fields"u8);
            json.WriteString("model_id"u8, modelName);
            json.WriteNumber("prompt_ms"u8, Math.Round(tally.PromptMs, 3));
            json.WriteNumber("status"u8, context.Response.StatusCode);
            if (tally.SchemaHints is string hints)
                json.WriteString("schema_hints"u8, hints);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static (string Name, string Level, string Human) Ending(HttpContext context, RequestTally tally)
    {
        if (tally.IsCanceled || (context.RequestAborted.IsCancellationRequested && !tally.HasFailed))
            return ("engine_request_canceled", "info", "The engine has ended a request that nobody wants any more");
        return tally.HasFailed || context.Response.StatusCode >= StatusCodes.Status400BadRequest
            ? ("engine_request_failed", "warn", "The engine could not answer a request")
            : ("engine_request_completed", "info", "The engine has answered a request");
    }

    /// <summary>Headers are anybody's: only what is well-formed stands in a line.</summary>
    private static void WriteOrigin(Utf8JsonWriter json, IHeaderDictionary headers)
    {
        string? correlation = headers[LlorchHeaders.CorrelationId];
        if (IdentifierRules.IsValid(correlation))
            json.WriteString("correlation_id"u8, correlation);
        string? task = headers[LlorchHeaders.TaskId];
        if (IdentifierRules.IsValid(task))
            json.WriteString("job_id"u8, task);
        string trace = headers.TraceParent.ToString();
        if (trace.Length < TraceStart + TraceLength)
            return;
        ReadOnlySpan<char> id = trace.AsSpan(TraceStart, TraceLength);
        if (!id.ContainsAnyExcept(Hex) && id.ContainsAnyExcept('0'))
            json.WriteString("trace_id"u8, id);
    }
}
