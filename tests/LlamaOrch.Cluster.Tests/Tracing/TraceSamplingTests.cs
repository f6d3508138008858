using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Tracing;

[Trait("lane", "cluster")]
public sealed class TraceSamplingTests
{
    [Fact]
    public async Task Only_what_the_caller_records_is_recorded_where_the_share_is_zero()
    {
        await using TracedFleet traced = await TracedFleet.StartAsync(
            OtlpReceiver.Grpc, ("OTEL_TRACES_SAMPLER", "parentbased_traceidratio"), ("OTEL_TRACES_SAMPLER_ARG", "0"));
        string recorded = Guid.NewGuid().ToString("N");

        using HttpResponseMessage silent = await traced.Fleet.ChatAsync(TracedFleet.Model);
        traced.Fleet.Http.DefaultRequestHeaders.Add("traceparent", $"00-{recorded}-b7ad6b7169203331-01");
        using HttpResponseMessage told = await traced.Fleet.ChatAsync(TracedFleet.Model);

        await traced.Receiver.OneAsync(recorded, "infer");
        await traced.Receiver.OneAsync(recorded, "POST /v1/chat/completions");
        Assert.All(traced.Receiver.Spans, span => Assert.Equal(recorded, span.Trace));
        Assert.EndsWith("-00", Assert.Single(silent.Headers.GetValues("traceparent")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fleet_without_a_receiver_serves_and_says_so()
    {
        await using TracedFleet traced = await TracedFleet.StartAsync();
        await traced.Receiver.DisposeAsync();

        using HttpResponseMessage answer = await traced.Fleet.ChatAsync(TracedFleet.Model);

        Assert.True(answer.IsSuccessStatusCode);
        await Eventually.HoldsAsync(
            "a warning",
            () => traced.Fleet.ControlPlane.Output.Contains("Traces are lost", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Variables_that_are_not_valid_end_the_start_with_every_problem()
    {
        var variables = new Dictionary<string, string?>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "127.0.0.1:4317",
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/json",
            ["OTEL_TRACES_SAMPLER_ARG"] = "10%",
        };
        await using HostProcess daemon = HostProcess.Start("orchestratord", ["--addr=127.0.0.1:0"], variables);

        Assert.NotEqual(0, await daemon.ExitCodeAsync());

        Assert.Contains("OTEL_EXPORTER_OTLP_ENDPOINT is '127.0.0.1:4317'", daemon.Errors, StringComparison.Ordinal);
        Assert.Contains("OTEL_EXPORTER_OTLP_PROTOCOL is 'http/json'", daemon.Errors, StringComparison.Ordinal);
        Assert.Contains("OTEL_TRACES_SAMPLER_ARG is '10%'", daemon.Errors, StringComparison.Ordinal);
    }
}
