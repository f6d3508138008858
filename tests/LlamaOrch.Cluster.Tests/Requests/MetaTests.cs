using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.Contracts.Meta;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Requests;

[Trait("lane", "cluster")]
public sealed class MetaTests(RealFleet real) : IClassFixture<RealFleet>
{
    [Fact]
    public async Task Capabilities_tell_the_real_engines_version_slots_and_context()
    {
        CapabilitiesView capabilities = await real.Fleet.Client.GetCapabilitiesAsync();
        VersionView version = await real.Fleet.Client.GetVersionAsync();

        EngineCapability engine = Assert.Single(capabilities.Engines);
        Assert.Equal(("llamacpp", 2), (engine.Engine, engine.PoolsReady));
        Assert.Equal(2 * RealFleet.SlotsPerPool, engine.SlotsTotal);
        Assert.NotEmpty(Assert.Single(engine.Versions));
        Assert.True(engine.ContextTokensMax > 0);
        Assert.Equal(TestPool.RealModel, Assert.Single(capabilities.Models).Model.Value);
        Assert.Equal(("llama-orch", capabilities.Version), (version.Product, version.Version));
    }
}
