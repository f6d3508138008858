using System.Text.Json;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.TestKit.Processes;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Errors;

[Trait("lane", "unit")]
public sealed class OpenAiErrorTests
{
    public static TheoryData<ErrorCode> Codes => [.. Enum.GetValues<ErrorCode>()];

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task Every_code_has_OpenAIs_shape_and_a_type_that_the_reference_lists(ErrorCode code)
    {
        (HttpResponse response, JsonElement body) = await WriteAsync(
            ErrorBody.From(code, "A sentence.", "a_field"), code);
        JsonElement error = body.GetProperty("error");

        Assert.Equal(code.HttpStatus(), response.StatusCode);
        Assert.Equal("A sentence.", error.GetProperty("message").GetString());
        Assert.Equal("a_field", error.GetProperty("param").GetString());
        Assert.Equal(code.WireName(), error.GetProperty("code").GetString());
        Assert.Equal(code.IsRetriable(), error.GetProperty("retriable").GetBoolean());
        Assert.Equal(code.IsRetriable() ? "true" : "false", response.Headers["x-should-retry"]);
        string page = File.ReadAllText(Path.Combine(BuiltHost.Root, "docs/reference/openai.md"));
        string row = page.Split('\n').Single(
            line => line.StartsWith($"| {response.StatusCode} |", StringComparison.Ordinal));
        Assert.Contains($"`{code.WireName()}`", row, StringComparison.Ordinal);
        Assert.Contains($"`{error.GetProperty("type").GetString()}`", row, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1L, "1", "1")]
    [InlineData(1000L, "1", "1000")]
    [InlineData(1001L, "2", "1001")]
    public async Task Delay_is_told_in_seconds_and_in_milliseconds(long delayMs, string seconds, string milliseconds)
    {
        (HttpResponse response, _) = await WriteAsync(
            ErrorBody.From(ErrorCode.AdmissionReject, "Full.") with { RetryAfterMs = delayMs },
            ErrorCode.AdmissionReject);

        Assert.Equal(seconds, response.Headers.RetryAfter);
        Assert.Equal(milliseconds, response.Headers["retry-after-ms"]);
        Assert.Equal(milliseconds, response.Headers["X-Backoff-Ms"]);
    }

    private static async Task<(HttpResponse Response, JsonElement Body)> WriteAsync(ErrorBody body, ErrorCode code)
    {
        var context = new DefaultHttpContext();
        context.Request.Path = "/v1/chat/completions";
        using var written = new MemoryStream();
        context.Response.Body = written;
        await ErrorResponse.WriteAsync(context, code, body);
        await context.Response.BodyWriter.FlushAsync();
        return (context.Response, JsonElement.Parse(written.ToArray()));
    }
}
