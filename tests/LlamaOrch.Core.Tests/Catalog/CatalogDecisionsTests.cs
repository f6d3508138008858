using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Catalog;
using Xunit;

namespace LlamaOrch.Core.Tests.Catalog;

public sealed class CatalogDecisionsTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly string Digest = "sha256:" + new string('a', 64);

    private CatalogSnapshot catalog = CatalogSnapshot.Empty;

    [Fact]
    public void A_model_that_is_registered_is_active_and_kept_in_normal_form()
    {
        RegisterModelRequest request = Request("m") with
        {
            Reference = "HF://org/repo",
            Digest = "sha256:" + new string('A', 64),
            SizeBytes = 0,
        };

        CatalogDecision decision = Happens(new CatalogEvent.Registered(request));

        CatalogModel model = catalog.Find(new ModelId("m"))!;
        Assert.Equal(model, decision.Saved);
        Assert.Equal(("hf:org/repo", ModelState.Active, Now), (model.Reference.Text, model.State, model.RegisteredAt));
        Assert.Equal(Digest, model.Digest?.Value);
        Assert.False(catalog.IsRetired(new ModelId("m")));
    }

    [Fact]
    public void Registering_the_same_again_changes_nothing_and_something_else_is_a_conflict()
    {
        Happens(new CatalogEvent.Registered(Request("m")));
        CatalogSnapshot before = catalog;

        Assert.Null(Happens(new CatalogEvent.Registered(Request("m"))).Refusal);
        Assert.Same(before, catalog);
        CatalogDecision other = Happens(new CatalogEvent.Registered(Request("m") with { Digest = Digest }));
        Assert.Equal(("CONFLICT", "model_id"), (other.Refusal?.Code, other.Refusal?.Field));
        Assert.Same(before, catalog);
    }

    [Fact]
    public void A_model_is_retired_and_active_again_and_each_is_saved_once()
    {
        Happens(new CatalogEvent.Registered(Request("m")));

        Assert.NotNull(Happens(new CatalogEvent.StateSet(new ModelId("m"), ModelState.Retired)).Saved);
        Assert.True(catalog.IsRetired(new ModelId("m")));
        Assert.Null(Happens(new CatalogEvent.StateSet(new ModelId("m"), ModelState.Retired)).Saved);
        Happens(new CatalogEvent.StateSet(new ModelId("m"), ModelState.Active));
        Assert.False(catalog.IsRetired(new ModelId("m")));
    }

    [Fact]
    public void What_nobody_registered_is_neither_retired_nor_removed()
    {
        CatalogDecision retire = Happens(new CatalogEvent.StateSet(new ModelId("m"), ModelState.Retired));
        CatalogDecision remove = Happens(new CatalogEvent.Removed(new ModelId("m")));

        Assert.Equal(("NOT_FOUND", "NOT_FOUND"), (retire.Refusal?.Code, remove.Refusal?.Code));
        Assert.False(catalog.IsRetired(new ModelId("m")));
    }

    [Fact]
    public void A_model_that_is_removed_is_deleted_and_the_version_grows_with_every_change()
    {
        Happens(new CatalogEvent.Registered(Request("m")));
        long version = catalog.Version;

        Assert.Equal(new ModelId("m"), Happens(new CatalogEvent.Removed(new ModelId("m"))).Deleted);
        Assert.Equal(version + 1, catalog.Version);
        Assert.Empty(catalog.Models);
    }

    [Fact]
    public void The_catalog_is_full_at_its_limit_and_takes_again_what_it_has()
    {
        var limits = new CatalogLimits { ModelsMax = 2 };
        Happens(new CatalogEvent.Registered(Request("a")), limits);
        Happens(new CatalogEvent.Registered(Request("b")), limits);

        Assert.Equal("QUOTA_EXCEEDED", Happens(new CatalogEvent.Registered(Request("c")), limits).Refusal?.Code);
        Assert.Null(Happens(new CatalogEvent.Registered(Request("b")), limits).Refusal);
    }

    [Theory]
    [InlineData("digest")]
    [InlineData("size_bytes")]
    [InlineData("reference")]
    public void A_field_that_is_wrong_is_named(string field)
    {
        RegisterModelRequest bad = field switch
        {
            "digest" => Request("m") with { Digest = "md5:1" },
            "size_bytes" => Request("m") with { SizeBytes = -1 },
            _ => Request("m") with { Reference = "nowhere" },
        };

        CatalogDecision decision = Happens(new CatalogEvent.Registered(bad));

        Assert.Equal(("INVALID_PARAMS", field), (decision.Refusal?.Code, decision.Refusal?.Field));
        Assert.Empty(catalog.Models);
    }

    private static RegisterModelRequest Request(string id) =>
        new() { ModelId = new ModelId(id), Reference = "file:/models/m.gguf" };

    private CatalogDecision Happens(CatalogEvent happened, CatalogLimits? limits = null)
    {
        CatalogDecision decision = CatalogDecisions.Decide(catalog, happened, Now, limits ?? new CatalogLimits());
        catalog = decision.Catalog;
        return decision;
    }
}
