using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Hosting.OpenApi;

namespace LlamaOrch.Orchestrator.Endpoints;

/// <summary>What the document says of the catalog's routes.</summary>
internal static class CatalogDocs
{
    private const string Tag = "catalog";

    private static readonly ErrorCode[] Unknown = [ErrorCode.InvalidParams, ErrorCode.NotFound];

    public static RouteDoc List { get; } = new(Tag, "All models: registered ones, and those that nodes have.")
    {
        Id = "listCatalogModels",
        Answer = typeof(IReadOnlyList<CatalogModelView>),
    };

    public static RouteDoc Register { get; } = new(Tag, "A name stands for a model from now on.")
    {
        Id = "registerCatalogModel",
        Description = "200 when it is registered so already.",
        Body = typeof(RegisterModelRequest),
        Example = """
            { "model_id": "qwen3-8b", "reference": "hf:Qwen/Qwen3-8B-GGUF/Qwen3-8B-Q4_K_M.gguf" }
            """,
        Answer = typeof(CatalogModelView),
        Status = 201,
        Refusals =
        [
            ErrorCode.InvalidParams, ErrorCode.Conflict, ErrorCode.QuotaExceeded, ErrorCode.StorageUnavailable,
        ],
    };

    public static RouteDoc Show { get; } = new(Tag, "One model.")
    {
        Id = "getCatalogModel",
        Description = "A slash in the id is written as %2F.",
        Answer = typeof(CatalogModelView),
        Refusals = Unknown,
    };

    public static RouteDoc Remove { get; } = new(Tag, "Forgets a registration.")
    {
        Id = "deleteCatalogModel",
        Description = "If nodes have the model, it is discovered and active from then on.",
        Status = 204,
        Refusals = [.. Unknown, ErrorCode.StorageUnavailable],
    };

    public static RouteDoc Verify { get; } = new(Tag, "Compares the file of each node with the catalog's digest.")
    {
        Id = "verifyCatalogModel",
        Answer = typeof(ModelVerification),
        Refusals = Unknown,
    };

    public static RouteDoc SetState { get; } = new(Tag, "A model takes new tasks, or none any more.")
    {
        Id = "setCatalogModelState",
        Body = typeof(ModelStateRequest),
        Example = """
            { "state": "Retired" }
            """,
        Answer = typeof(CatalogModelView),
        Refusals = [.. Unknown, ErrorCode.StorageUnavailable],
    };

    public static RouteDoc Availability { get; } = new(Tag, "Which node has which model, with its pools.")
    {
        Id = "getCatalogAvailability",
        Answer = typeof(CatalogAvailability),
    };
}
