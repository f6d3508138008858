using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.PoolManager.Pools;

namespace LlamaOrch.PoolManager.Models;

/// <summary>Makes a file of the models' folder a model of this node, or says why not.</summary>
internal sealed class ModelRegistration(
    ModelRegistry registry, ModelStateFiles state, ModelsDirectory directory, PoolDirectory pools, DigestWorker worker)
{
    private const int PathLengthMax = 4096;

    /// <summary>Registers; exactly one of the results is not null. The file is read afterwards.</summary>
    public (NodeModel? Model, ErrorCode Code, ErrorBody? Refusal) Register(RegisterNodeModelRequest request)
    {
        if (!directory.IsSet)
            return Refuse(ErrorCode.Forbidden, "This node takes no model files: its setting models_dir is not set.");
        if (request.ModelId.Value is null)
            return Refuse(ErrorCode.InvalidParams, "Say under which name clients ask for it.", "model_id");
        Sha256Digest digest = default;
        if (request.Digest is not null && !Sha256Digest.TryParse(request.Digest, out digest))
            return Refuse(ErrorCode.InvalidParams, "A digest is 'sha256:' and 64 hex digits.", "digest");
        if (request.Path.Length is 0 or > PathLengthMax || request.Path.Any(char.IsControl))
        {
            return Refuse(
                ErrorCode.InvalidParams,
                $"A path has 1 to {PathLengthMax} characters and no control characters.",
                "path");
        }

        if (directory.Resolve(request.Path) is not string file)
            return Refuse(ErrorCode.InvalidParams, "The path leads out of the node's models_dir.", "path");
        if (ModelFile.Problem(file) is string problem)
            return Refuse(ErrorCode.InvalidParams, problem, "path");
        return Add(new NodeModel(request.ModelId, file, request.Digest is null ? null : digest));
    }

    /// <summary>Forgets a model that was registered; false when there is none. Its file stays.</summary>
    public bool Remove(ModelId modelId)
    {
        bool removed = registry.Remove(modelId, state.Models);
        worker.ScanSoon();
        return removed;
    }

    private (NodeModel?, ErrorCode, ErrorBody?) Add(NodeModel model)
    {
        bool isTaken = registry.Find(model.ModelId) is NodeModel known && known != model;
        bool isServed = pools.All.Any(pool =>
            pool.Spec is PoolSpec spec && spec.ModelId == model.ModelId
            && (spec.ModelPath.Length == 0 || RealPath.Of(spec.ModelPath) != model.Path));
        if (isTaken || isServed)
        {
            return Refuse(
                ErrorCode.Conflict, $"Model {model.ModelId} stands for another file on this node already.", "model_id");
        }

        if (!registry.Add(model, state.Models))
        {
            return Refuse(
                ErrorCode.QuotaExceeded, $"This node has its limit of {ModelRegistry.ModelsMax} models.", "model_id");
        }

        worker.ScanSoon();
        return (model, default, null);
    }

    private static (NodeModel?, ErrorCode, ErrorBody?) Refuse(
        ErrorCode code, string message, string? field = null) =>
        (null, code, ErrorBody.From(code, message, field));
}
