using System.Text.Json;
using LlamaOrch.LlamaCpp.Http.Answers;
using LlamaOrch.LlamaCpp.Logging;
using LlamaOrch.TestKit.Logs;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.LlamaCpp.Tests.Logging;

[Trait("lane", "unit")]
public sealed class RequestLinesTests
{
    private const string Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public async Task Line_tells_whose_request_it_was_and_what_it_amounted_to()
    {
        JsonElement line = await LineAsync(
            context =>
            {
                RequestTally tally = context.Features.Get<RequestTally>()!;
                (tally.TokensIn, tally.TokensOut, tally.DecodeMs) = (3, 4, 5.5);
            },
            ("X-Correlation-Id", "client-7"),
            ("X-Llorch-Task", "task-7"),
            ("traceparent", Trace));

        Assert.Equal("engine_request_completed", line.GetProperty("event").GetString());
        Assert.Equal("client-7", line.GetProperty("correlation_id").GetString());
        Assert.Equal("task-7", line.GetProperty("job_id").GetString());
        Assert.Equal(AnswerParts.BuildInfo, line.GetProperty("engine_version").GetString());
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", line.GetProperty("trace_id").GetString());
        Assert.Equal(
            (3, 4, 5.5),
            (line.GetProperty("tokens_in").GetInt32(),
                line.GetProperty("tokens_out").GetInt32(),
                line.GetProperty("decode_time_ms").GetDouble()));
    }

    [Fact]
    public async Task Refusal_is_a_failure() =>
        Assert.Equal("engine_request_failed", Event(await LineAsync(context => context.Response.StatusCode = 400)));

    [Fact]
    public async Task Request_that_nobody_wants_any_more_is_canceled() => Assert.Equal(
        "engine_request_canceled",
        Event(await LineAsync(context => context.Features.Get<RequestTally>()!.IsCanceled = true)));

    [Theory]
    [InlineData("X-Correlation-Id", "a b\nc", "correlation_id")]
    [InlineData("X-Llorch-Task", "a b\nc", "job_id")]
    [InlineData("traceparent", "planted-words-that-are-far-longer-than-any-trace-id-of-a-request", "trace_id")]
    [InlineData("traceparent", "00-00000000000000000000000000000000-b7ad6b7169203331-01", "trace_id")]
    public async Task Header_that_is_malformed_stands_in_no_line(string header, string value, string field) =>
        Assert.False((await LineAsync(_ => { }, (header, value))).TryGetProperty(field, out _));

    [Fact]
    public async Task Probe_has_no_line()
    {
        var output = new StringWriter();
        var context = new DefaultHttpContext { Request = { Method = "GET" } };

        await new RequestLines("tiny", output).RunAsync(context, _ => Task.CompletedTask);

        Assert.Empty(output.ToString());
    }

    private static string? Event(JsonElement line) => line.GetProperty("event").GetString();

    private static async Task<JsonElement> LineAsync(
        Action<HttpContext> work, params (string Name, string Value)[] headers)
    {
        var output = new StringWriter();
        var context = new DefaultHttpContext { Request = { Method = "POST" } };
        foreach ((string name, string value) in headers)
            context.Request.Headers[name] = value;

        await new RequestLines("tiny", output).RunAsync(context, served =>
        {
            work(served);
            return Task.CompletedTask;
        });

        string line = Assert.Single(output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Empty(LogSchema.ProblemsOf(line));
        return JsonSerializer.Deserialize<JsonElement>(line);
    }
}
