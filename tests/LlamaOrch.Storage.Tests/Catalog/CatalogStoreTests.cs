using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Catalog;
using LlamaOrch.Core.Catalog.References;
using LlamaOrch.Core.Ports;
using Xunit;

namespace LlamaOrch.Storage.Tests.Catalog;

/// <summary>What every store of the catalog must do; a class for each store runs all of it.</summary>
[Trait("lane", "integration")]
public abstract class CatalogStoreTests : IAsyncLifetime
{
    private readonly List<IDisposable> opened = [];

    /// <summary>Opens the store of this test, again what it had before.</summary>
    protected abstract (ICatalogStore Catalog, IDisposable Store) Open();

    [Fact]
    public async Task A_model_comes_back_as_it_was_saved_last_over_restarts_too()
    {
        CatalogModel full = Model("org/full") with
        {
            Digest = Sha256Digest.Of(new byte[32]),
            SizeBytes = 5_000_000_000,
            State = ModelState.Retired,
        };
        ICatalogStore store = Restart();
        await store.SaveAsync(full with { State = ModelState.Active }, default);
        await store.SaveAsync(full, default);
        await store.SaveAsync(Model("bare"), default);

        IReadOnlyList<CatalogModel> found = await Restart().ReadAllAsync(default);

        Assert.Equal([Model("bare"), full], found.OrderBy(model => model.ModelId.Value, StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_model_that_was_deleted_is_gone_and_deleting_it_again_is_fine()
    {
        ICatalogStore store = Restart();
        await store.SaveAsync(Model("a"), default);
        await store.SaveAsync(Model("b"), default);
        await store.DeleteAsync(new ModelId("a"), default);
        await store.DeleteAsync(new ModelId("a"), default);

        Assert.Equal("b", Assert.Single(await Restart().ReadAllAsync(default)).ModelId.Value);
    }

    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public virtual ValueTask DisposeAsync()
    {
        opened.ForEach(store => store.Dispose());
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    private static CatalogModel Model(string id) => new()
    {
        ModelId = new ModelId(id),
        Reference = ModelReference.Parse("hf:org/repo/file.gguf@main").Reference!.Value,
        RegisteredAt = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero),
    };

    private ICatalogStore Restart()
    {
        opened.ForEach(store => store.Dispose());
        opened.Clear();
        (ICatalogStore catalog, IDisposable store) = Open();
        opened.Add(store);
        return catalog;
    }
}
