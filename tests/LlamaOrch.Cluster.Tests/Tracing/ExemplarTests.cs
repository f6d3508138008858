using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.TestKit.Monitoring;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Tracing;

[Trait("lane", "cluster")]
public sealed class ExemplarTests
{
    private static readonly string[] Histograms =
        ["latency_admission_ms", "latency_placement_ms", "latency_first_token_ms", "latency_decode_ms"];

    [Fact]
    public async Task Every_latency_leads_to_a_trace_through_Prometheus()
    {
        await using TracedFleet traced = await TracedFleet.StartAsync();
        await using PrometheusServer prometheus = await PrometheusServer.StartAsync(
            PrometheusServer.ScrapeConfig(("orchestratord", traced.Fleet.Url)));

        using HttpResponseMessage answer = await traced.Fleet.ChatAsync(TracedFleet.Model);
        await answer.Content.ReadAsStringAsync();

        foreach (string histogram in Histograms)
        {
            IReadOnlyList<string> traces = [];
            await Eventually.HoldsAsync(
                $"an exemplar of {histogram}",
                async () => (traces = await prometheus.TracesOfAsync($"{histogram}_bucket")).Count > 0);
            Assert.NotEmpty(traced.Receiver.Of(Assert.Single(traces.Distinct()), "dispatch"));
        }
    }
}
