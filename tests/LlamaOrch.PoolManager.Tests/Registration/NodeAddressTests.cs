using LlamaOrch.PoolManager.Registration;

namespace LlamaOrch.PoolManager.Tests.Registration;

[Trait("lane", "unit")]
public sealed class NodeAddressTests
{
    private static readonly Uri Orchestrator = new("http://127.0.0.1:8080");

    [Fact]
    public void Resolve_takes_the_setting() => Assert.Equal(
        new Uri("https://node.example:1"),
        NodeAddress.Resolve("https://node.example:1", new Uri("http://127.0.0.1:9200"), Orchestrator));

    [Fact]
    public void Resolve_without_a_setting_takes_the_listening_address() => Assert.Equal(
        new Uri("http://127.0.0.1:9200"),
        NodeAddress.Resolve(null, new Uri("http://127.0.0.1:9200"), Orchestrator));

    [Theory]
    [InlineData("http://0.0.0.0:9200")]
    [InlineData("http://[::]:9200")]
    public void Resolve_of_every_address_takes_the_one_towards_the_control_plane(string listening) => Assert.Equal(
        new Uri("http://127.0.0.1:9200"),
        NodeAddress.Resolve(null, new Uri(listening), Orchestrator));
}
