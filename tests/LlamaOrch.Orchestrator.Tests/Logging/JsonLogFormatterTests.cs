using System.Text.Json;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Logging;
using Microsoft.Extensions.Logging;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Logging;

[Trait("lane", "unit")]
public sealed class JsonLogFormatterTests
{
    private static readonly RequestOrigin Origin =
        new("client-7", TraceParent.Parse("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"));

    [Fact]
    public void A_line_begins_with_what_every_line_has() => Assert.Equal(
        "{'timestamp':'2026-03-04T05:06:07.000000Z','level':'warn','event':'test_event','event_id':2999,"
            + "'component':'orchestratord','replica_id':'replica-1','human':'It rains'}",
        Lines.Json("It rains", [], LogLevel.Warning).GetRawText().Replace('"', '\''));

    [Fact]
    public void A_request_is_known_by_its_correlation_id_and_its_trace()
    {
        JsonElement line = Lines.Json("It rains", [("origin", Origin)]);

        Assert.Equal("client-7", line.GetProperty("correlation_id").GetString());
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", line.GetProperty("trace_id").GetString());
    }

    [Theory]
    [InlineData("TaskId", "job_id")]
    [InlineData("taskId", "job_id")]
    [InlineData("NodeId", "node_id")]
    [InlineData("poolId", "pool_id")]
    [InlineData("SessionId", "session_id")]
    [InlineData("engineVersion", "engine_version")]
    public void A_parameter_becomes_the_field_of_its_name(string parameter, string field) =>
        Assert.Equal("x-1", Lines.Json("It rains", [(parameter, "x-1")]).GetProperty(field).GetString());

    [Fact]
    public void Other_parameters_stand_together()
    {
        JsonElement fields = Lines.Json("It rains", [("modelId", new ModelId("m")), ("slots", 4), ("isLate", true)])
            .GetProperty("fields");

        Assert.Equal("""{"model_id":"m","slots":4,"is_late":true}""", fields.GetRawText());
    }

    [Fact]
    public void A_duration_is_milliseconds()
    {
        JsonElement line = Lines.Json(
            "It rains for {Delay}", [("Delay", TimeSpan.FromSeconds(2.5)), ("decodeTime", TimeSpan.FromSeconds(1))]);

        Assert.Equal(2500, line.GetProperty("fields").GetProperty("delay_ms").GetDouble());
        Assert.Equal(1000, line.GetProperty("decode_time_ms").GetDouble());
        Assert.Equal("It rains for 2.5 s", line.GetProperty("human").GetString());
    }

    [Fact]
    public void A_number_that_is_none_is_no_number_of_the_schema() => Assert.Equal(
        "many",
        Lines.Json("It rains", [("tokensOut", "many")]).GetProperty("fields").GetProperty("tokens_out").GetString());

    [Fact]
    public void What_does_not_apply_is_left_out() =>
        Assert.False(Lines.Json("It rains", [("poolId", null)]).TryGetProperty("pool_id", out _));

    [Fact]
    public void Several_fields_come_of_one_parameter() => Assert.Equal(
        3, Lines.Json("It rains", [("facts", new Facts(3))]).GetProperty("tokens_out").GetInt32());

    [Fact]
    public void A_library_is_named_by_its_category() => Assert.Equal(
        "Microsoft.X",
        Lines.Json("It rains", [], category: "Microsoft.X").GetProperty("fields").GetProperty("category").GetString());

    [Fact]
    public void Braces_that_are_doubled_are_text() =>
        Assert.Equal("a {b} 1", Lines.Json("a {{b}} {N}", [("N", 1)]).GetProperty("human").GetString());

    [Fact]
    public void A_failure_is_told_with_its_causes()
    {
        JsonElement error = Lines.Json(
            "It broke", [], LogLevel.Error, new IOException("disk full", new TimeoutException("late")))
            .GetProperty("error");

        Assert.Equal(
            [("System.IO.IOException", "disk full"), ("System.TimeoutException", "late")],
            error.EnumerateArray().Select(
                cause => (cause.GetProperty("type").GetString()!, cause.GetProperty("message").GetString()!)));
    }

    [Fact]
    public void What_a_parser_says_is_not_told()
    {
        var failure = new FormatException("The input string 'my secret prompt' was not in a correct format.");

        Assert.DoesNotContain("secret", Lines.Json("It broke", [], failure: failure).GetRawText());
    }

    [Fact]
    public void A_line_has_a_bound()
    {
        Exception failure = new IOException(new string('e', 100_000));
        for (int i = 0; i < 20; i++)
            failure = new IOException(new string('e', 100_000), failure);
        (string, object?)[] many =
            [.. Enumerable.Range(0, 1000).Select(i => ($"field{i}", (object?)new string('x', 100_000)))];

        JsonElement line = Lines.Json("{field0}{field0}{field0}{field0}{field0}", many, failure: failure);

        Assert.Equal(LogLimits.FieldsMax, line.GetProperty("fields").EnumerateObject().Count());
        Assert.Equal(LogLimits.CausesMax, line.GetProperty("error").GetArrayLength());
        Assert.InRange(line.GetRawText().Length, 1, 64 * 1024);
    }

    [Fact]
    public void What_was_long_before_does_not_stand_in_the_next_line()
    {
        Lines.Json("It rains", [("origin", Origin), ("poolId", "p"), ("slots", 1)]);

        Assert.DoesNotContain("client-7", Lines.Json("It rains", []).GetRawText());
    }

    private sealed record Facts(int TokensOut) : ILogFields
    {
        public void AddTo(LogLine line) => line.Set("tokens_out", TokensOut);
    }
}
