using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Hosting.OpenApi;

namespace LlamaOrch.PoolManager.Endpoints;

/// <summary>What the document says of the routes of model files.</summary>
internal static class ModelDocs
{
    private const string Tag = "models";

    public static RouteDoc List { get; } = new(Tag, "The model files of the node, of pools and registered ones.")
    {
        Id = "listModels",
        Answer = typeof(IReadOnlyList<NodeModelView>),
    };

    public static RouteDoc Register { get; } = new(Tag, "A file of models_dir is a model from now on.")
    {
        Id = "registerModel",
        Description = "Its digest is computed afterwards; the list shows how it stands.",
        Body = typeof(RegisterNodeModelRequest),
        Example = """
            { "model_id": "qwen3-8b", "path": "Qwen3-8B-Q4_K_M.gguf" }
            """,
        Answer = typeof(NodeModelView),
        Status = 202,
        Refusals =
        [
            ErrorCode.InvalidParams, ErrorCode.Forbidden, ErrorCode.Conflict, ErrorCode.QuotaExceeded,
        ],
    };

    public static RouteDoc Remove { get; } = new(Tag, "Forgets a file that was registered; the file stays.")
    {
        Id = "deleteModel",
        Description = "A slash in the id is written as %2F.",
        Status = 204,
        Refusals = [ErrorCode.InvalidParams, ErrorCode.NotFound],
    };
}
