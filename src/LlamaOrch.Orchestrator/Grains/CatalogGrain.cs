using System.Collections.Immutable;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Core.Catalog;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Leases;
using LlamaOrch.Core.Ports;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LlamaOrch.Orchestrator.Grains;

/// <summary>The shell around <see cref="CatalogDecisions"/>: keeps what was decided, then tells the fleet.</summary>
[KeepAlive]
internal sealed partial class CatalogGrain(
    ICatalogStore store, CatalogLimits limits, TimeProvider time, ILogger<CatalogGrain> logger)
    : Grain, ICatalogGrain
{
    private CatalogSnapshot catalog = CatalogSnapshot.Empty;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<CatalogModel> models = await store.ReadAllAsync(cancellationToken);
        catalog = new CatalogSnapshot
        {
            // Versions of a later life are above those of an earlier one, so nobody takes them for old.
            Version = LeaseNumbers.FirstFence(time.GetUtcNow()),
            Models = models.ToImmutableSortedDictionary(
                model => model.ModelId.Value, model => model, StringComparer.Ordinal),
        };
    }

    public async ValueTask<Immutable<CatalogDecision>> ApplyAsync(Immutable<CatalogEvent> happened)
    {
        CatalogDecision decision = CatalogDecisions.Decide(catalog, happened.Value, time.GetUtcNow(), limits);
        if (decision.Saved is null && decision.Deleted is null)
            return new(decision);
        try
        {
            if (decision.Saved is CatalogModel model)
                await store.SaveAsync(model, CancellationToken.None);
            else
                await store.DeleteAsync(decision.Deleted!.Value, CancellationToken.None);
        }
        catch (StorageException failure)
        {
            LogNotKept(logger, failure);
            return new(new CatalogDecision(catalog, Refusal: ErrorBody.From(
                ErrorCode.StorageUnavailable, "The catalog can't be written now: try again shortly.")));
        }

        catalog = decision.Catalog;
        await GrainFactory.GetGrain<IFleetGrain>(0).ApplyAsync(
            new Immutable<FleetEvent>(new FleetEvent.CatalogChanged(catalog)));
        return new(decision);
    }

    public ValueTask<Immutable<CatalogSnapshot>> ReadAsync() => new(new Immutable<CatalogSnapshot>(catalog));

    [LoggerMessage(2701, LogLevel.Warning, "A change of the catalog could not be kept", EventName = "catalog_not_kept")]
    private static partial void LogNotKept(ILogger logger, Exception failure);
}
