using LlamaOrch.Client.Diagnosis;
using LlamaOrch.Client.Diagnosis.Checks;
using LlamaOrch.Client.Tests.Scenes;
using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Pools;
using Xunit;
using static LlamaOrch.Client.Tests.Scenes.Pictures;

namespace LlamaOrch.Client.Tests.Diagnosis;

[Trait("lane", "unit")]
public sealed class PoolAnswerCheckTests
{
    private readonly PoolAnswerCheck check = new();

    [Fact]
    public void A_pool_that_its_node_calls_ready_and_no_poll_reaches_is_found_with_the_reason()
    {
        check.FindsNothingIn(Well());
        check.Finds(Unreached(), "pool-unreachable", Severity.Error, "n1-p0", "Connection refused");
    }

    [Fact]
    public void A_pool_that_is_withheld_for_its_file_is_not_unreachable()
    {
        var wrong = new ModelAvailability(
            new ModelId(Model), VerificationResult.Mismatch, [new PoolAvailability(new PoolId("n1-p0"), false, 4)]);
        FleetPicture fleet = Unreached();

        check.FindsNothingIn(fleet with
        {
            Availability = new CatalogAvailability(
                [new NodeAvailability(new NodeId("n1"), fleet.Nodes[0].State, [wrong])], 0, 0, 1),
        });
    }

    [Fact]
    public void An_address_of_its_own_machine_is_found_when_the_fleet_is_on_others() => check.Finds(
        Of(Node("n1", Pool("n1-p0"))) with { Url = new Uri("http://10.0.0.1:8080") },
        "node-address-loopback", Severity.Warning, "n1", "http://127.0.0.1:921/");

    private static FleetPicture Unreached() => Of(Node("n1", Pool("n1-p0"))) with
    {
        Pools = [Pool("n1-p0") with { Ready = false, State = PoolState.Offline, LastError = "Connection refused" }],
    };
}
