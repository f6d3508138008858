using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Core.Catalog;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Tests.Scenes;
using Xunit;
using static LlamaOrch.Core.Tests.Scenes.FleetScene;

namespace LlamaOrch.Core.Tests.Catalog;

public sealed class DigestTests
{
    private static readonly Sha256Digest Right = Sha256Digest.Of(new byte[32]);
    private static readonly Sha256Digest Wrong = Sha256Digest.Of([1, .. new byte[31]]);

    [Fact]
    public void A_fleet_with_an_empty_catalog_serves_whatever_its_nodes_have()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"), With("p2", Wrong), With("p3", null));

        Assert.All(fleet.Snapshot.Pools, pool => Assert.True(pool.Available));
    }

    [Fact]
    public void Only_a_pool_whose_file_is_another_one_or_unknown_yet_takes_no_work()
    {
        FleetScene fleet = Demanding(Right).Serve(
            "n1", With("right", Right), With("wrong", Wrong), With("pending", null), Report("attached"));

        Assert.Equal(
            [("attached", true, true), ("pending", false, true), ("right", true, true), ("wrong", false, false)],
            fleet.Snapshot.Pools.Select(pool => (pool.PoolId.Value, pool.Available, pool.WorthWaitingFor)));
    }

    [Fact]
    public void A_digest_that_is_demanded_later_takes_a_pool_out_and_its_removal_brings_it_back()
    {
        FleetScene fleet = new FleetScene().Serve("n1", With("p1", Wrong));
        long version = fleet.State.Version;

        fleet.Happens(new FleetEvent.CatalogChanged(Catalog(Right, version: 1)));
        Assert.False(fleet.Snapshot.Pools[0].Available);
        Assert.True(fleet.State.Version > version);
        FleetEffect.ModelVerified told = Assert.Single(fleet.Effects.OfType<FleetEffect.ModelVerified>());
        Assert.Equal(("n1", VerificationResult.Mismatch), (told.NodeId.Value, told.Pool.Verification));

        fleet.Happens(new FleetEvent.CatalogChanged(CatalogSnapshot.Empty with { Version = 2 }));
        Assert.True(fleet.Snapshot.Pools[0].Available);
    }

    [Fact]
    public void An_older_catalog_that_comes_late_changes_nothing()
    {
        FleetScene fleet = new FleetScene().Serve("n1", With("p1", Wrong));
        fleet.Happens(new FleetEvent.CatalogChanged(Catalog(Right, version: 2)));

        fleet.Happens(new FleetEvent.CatalogChanged(CatalogSnapshot.Empty with { Version = 1 }));

        Assert.False(fleet.Snapshot.Pools[0].Available);
    }

    [Fact]
    public void A_file_that_changes_is_noticed_with_the_next_report_and_told_once()
    {
        FleetScene fleet = Demanding(Right).Serve("n1", With("p1", Right));

        fleet.Heartbeat("n1", With("p1", Wrong));
        Assert.False(fleet.Snapshot.Pools[0].Available);
        Assert.Single(fleet.Effects.OfType<FleetEffect.ModelVerified>());

        fleet.Heartbeat("n1", With("p1", Wrong));
        Assert.Empty(fleet.Effects.OfType<FleetEffect.ModelVerified>());

        fleet.Poll("n1", With("p1", Right));
        Assert.True(fleet.Snapshot.Pools[0].Available);
        Assert.Single(fleet.Effects.OfType<FleetEffect.ModelVerified>());
    }

    [Fact]
    public void Verification_says_of_every_node_how_its_file_compares()
    {
        FleetScene fleet = Demanding(Right)
            .Serve("right", With("p1", Right))
            .Serve("mixed", With("p2", Right), With("p3", Wrong))
            .Serve("pending", With("p4", null))
            .Serve("attached", Report("p5"))
            .Serve("absent", Report("p6", model: "other"));
        fleet.Happens(new FleetEvent.Registered(
            Registration("staged") with { Models = [new ModelReport(new ModelId(Model), 1, Right)] }));

        ModelVerification verification = CatalogPictures.Verify(
            fleet.Snapshot, fleet.State.Catalog.Find(new ModelId(Model))!);

        Assert.Equal(
            [
                ("absent", VerificationResult.Absent, null), ("attached", VerificationResult.Unknown, null),
                ("mixed", VerificationResult.Mismatch, Wrong), ("pending", VerificationResult.Pending, null),
                ("right", VerificationResult.Verified, Right),
                ("staged", VerificationResult.Verified, (Sha256Digest?)Right),
            ],
            verification.Nodes.Select(node => (node.NodeId.Value, node.Result, node.Digest)));
    }

    [Fact]
    public void Availability_counts_models_on_several_nodes_on_one_and_in_all()
    {
        FleetScene fleet = new FleetScene()
            .Serve("n1", Report("p1", model: "both"), Report("p2", model: "one"))
            .Serve("n2", Report("p3", model: "both"), Report("p4", model: "both"));
        fleet.Heartbeat("n2", Report("p3", model: "both"), Report("p4", model: "both"));
        fleet.Happens(new FleetEvent.HeartbeatReceived(
            new NodeId("n2"),
            [Report("p3", model: "both"), Report("p4", model: "both")],
            [new ModelReport(new ModelId("staged"), 1)]));

        CatalogAvailability availability = CatalogPictures.Availability(fleet.Snapshot);

        Assert.Equal(
            (1, 2, 3),
            (availability.ReplicatedModels, availability.SingleNodeModels, availability.TotalModels));
        ModelAvailability both = availability.Nodes[1].Models[0];
        Assert.Equal(["p3", "p4"], both.Pools.Select(pool => pool.PoolId.Value));
        Assert.Empty(availability.Nodes[1].Models[1].Pools);
        Assert.True(fleet.Snapshot.IsStaged(new ModelId("staged")));
    }

    [Fact]
    public void A_wrong_file_replicates_nothing()
    {
        FleetScene fleet = Demanding(Right).Serve("n1", With("p1", Right)).Serve("n2", With("p2", Wrong));

        CatalogAvailability availability = CatalogPictures.Availability(fleet.Snapshot);

        Assert.Equal(
            (0, 1, 1),
            (availability.ReplicatedModels, availability.SingleNodeModels, availability.TotalModels));
    }

    [Fact]
    public void A_node_that_is_offline_has_no_model_for_anybody()
    {
        FleetScene fleet = new FleetScene().Serve("n1", Report("p1"));
        fleet.Pass(fleet.Limits.StaleAfter + TimeSpan.FromSeconds(1));

        Assert.Equal(NodeState.Offline, fleet.Node("n1").State);
        Assert.Equal(0, CatalogPictures.Availability(fleet.Snapshot).TotalModels);
        Assert.Empty(CatalogPictures.List(fleet.Snapshot));
    }

    [Fact]
    public void A_model_is_listed_once_whether_it_is_registered_discovered_or_both()
    {
        FleetScene fleet = Demanding(Right).Serve("n1", With("p1", Right), Report("p2", model: "found"));

        IReadOnlyList<CatalogModelView> models = CatalogPictures.List(fleet.Snapshot);

        Assert.Equal(
            [("found", true, "n1"), (Model, false, "n1")],
            models.Select(model => (model.ModelId.Value, model.Discovered, model.Nodes.Single().Value)));
        Assert.Equal(ModelState.Active, models[0].State);
        Assert.Null(CatalogPictures.Find(fleet.Snapshot, new ModelId("never")));
    }

    private static FleetScene Demanding(Sha256Digest digest)
    {
        var fleet = new FleetScene();
        fleet.Happens(new FleetEvent.CatalogChanged(Catalog(digest, version: 1)));
        return fleet;
    }

    private static CatalogSnapshot Catalog(Sha256Digest digest, long version) => CatalogDecisions.Decide(
        CatalogSnapshot.Empty with { Version = version - 1 },
        new CatalogEvent.Registered(new RegisterModelRequest
        {
            ModelId = new ModelId(Model),
            Reference = "file:/models/tiny.gguf",
            Digest = digest.Value,
        }),
        DateTimeOffset.UnixEpoch,
        new CatalogLimits()).Catalog;

    private static PoolReport With(string pool, Sha256Digest? digest) => Report(pool) with
    {
        Models = [new ModelReport(new ModelId(Model), 1, digest)],
    };
}
