using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Catalog.References;

namespace LlamaOrch.Core.Catalog;

/// <summary>How the catalog changes: pure, with the time handed in.</summary>
public static class CatalogDecisions
{
    /// <summary>Decides one event.</summary>
    public static CatalogDecision Decide(
        CatalogSnapshot catalog, CatalogEvent happened, DateTimeOffset now, CatalogLimits limits) => happened switch
        {
            CatalogEvent.Registered registered => Register(catalog, registered.Request, now, limits),
            CatalogEvent.StateSet set => SetState(catalog, set),
            CatalogEvent.Removed removed => Remove(catalog, removed.ModelId),
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "not a catalog event"),
        };

    private static CatalogDecision Register(
        CatalogSnapshot catalog, RegisterModelRequest request, DateTimeOffset now, CatalogLimits limits)
    {
        (CatalogModel? model, ErrorBody? invalid) = Read(request, now);
        if (model is null)
            return new CatalogDecision(catalog, Refusal: invalid);
        if (catalog.Find(model.ModelId) is CatalogModel known)
        {
            bool same = known.Reference == model.Reference && known.Digest == model.Digest
                && known.SizeBytes == model.SizeBytes && known.State == (request.State ?? known.State);
            return same
                ? new CatalogDecision(catalog)
                : Refuse(
                    catalog,
                    ErrorCode.Conflict,
                    $"Model {model.ModelId} is registered already, otherwise: delete it first, or set its state alone.",
                    "model_id");
        }

        if (catalog.Models.Count >= limits.ModelsMax)
        {
            return Refuse(
                catalog,
                ErrorCode.QuotaExceeded,
                $"The catalog has its limit of {limits.ModelsMax} models.",
                "model_id");
        }

        return Save(catalog, model);
    }

    private static CatalogDecision SetState(CatalogSnapshot catalog, CatalogEvent.StateSet set)
    {
        if (catalog.Find(set.ModelId) is not CatalogModel known)
            return Unknown(catalog, set.ModelId);
        return known.State == set.State
            ? new CatalogDecision(catalog)
            : Save(catalog, known with { State = set.State });
    }

    private static CatalogDecision Remove(CatalogSnapshot catalog, ModelId modelId)
    {
        if (catalog.Find(modelId) is null)
            return Unknown(catalog, modelId);
        CatalogSnapshot after = catalog with
        {
            Version = catalog.Version + 1,
            Models = catalog.Models.Remove(modelId.Value),
        };
        return new CatalogDecision(after, Deleted: modelId);
    }

    private static (CatalogModel? Model, ErrorBody? Invalid) Read(RegisterModelRequest request, DateTimeOffset now)
    {
        if (request.ModelId.Value is null)
            return (null, Invalid("Say under which name clients ask for it.", "model_id"));
        (ModelReference? reference, ErrorBody? invalid) = ModelReference.Parse(request.Reference);
        if (reference is null)
            return (null, invalid);
        Sha256Digest digest = default;
        if (request.Digest is not null && !Sha256Digest.TryParse(request.Digest, out digest))
            return (null, Invalid("A digest is 'sha256:' and 64 hex digits.", "digest"));
        if (request.SizeBytes < 0)
            return (null, Invalid("A size is not negative.", "size_bytes"));
        return (
            new CatalogModel
            {
                ModelId = request.ModelId,
                Reference = reference.Value,
                Digest = request.Digest is null ? null : digest,
                SizeBytes = request.SizeBytes,
                State = request.State ?? ModelState.Active,
                RegisteredAt = now,
            },
            null);
    }

    private static CatalogDecision Save(CatalogSnapshot catalog, CatalogModel model) => new(
        catalog with
        {
            Version = catalog.Version + 1,
            Models = catalog.Models.SetItem(model.ModelId.Value, model),
        },
        Saved: model);

    private static CatalogDecision Unknown(CatalogSnapshot catalog, ModelId modelId) => Refuse(
        catalog,
        ErrorCode.NotFound,
        $"Nobody registered the model '{modelId}': see GET /v2/catalog/models, register it with POST.",
        "id");

    private static CatalogDecision Refuse(CatalogSnapshot catalog, ErrorCode code, string message, string field) =>
        new(catalog, Refusal: ErrorBody.From(code, message, field));

    private static ErrorBody Invalid(string message, string field) =>
        ErrorBody.From(ErrorCode.InvalidParams, message, field);
}
