using LlamaOrch.Client.Diagnosis;
using LlamaOrch.Client.Diagnosis.Checks;
using LlamaOrch.Client.Tests.Scenes;
using Xunit;
using static LlamaOrch.Client.Tests.Scenes.Pictures;

namespace LlamaOrch.Client.Tests.Diagnosis;

[Trait("lane", "unit")]
public sealed class EngineCheckTests
{
    private readonly EngineCheck check = new();

    [Theory]
    [InlineData(1, "engine-crashing", Severity.Error)]
    [InlineData(2, "engine-restarts", Severity.Info)]
    public void An_engine_that_falls_over_now_is_told_from_one_that_did(int before, string id, Severity severity)
    {
        const string Restarts = "pool_restarts_total{pool_id=\"n1-p0\"}";

        check.FindsNothingIn(Well());
        check.Finds(
            Well() with
            {
                Probes = new Dictionary<string, NodeProbe>
                {
                    ["n1"] = new NodeProbe(Page($"{Restarts} {before}"), Page($"{Restarts} 2"), null),
                },
            },
            id, severity, "n1-p0", "2");
    }
}
