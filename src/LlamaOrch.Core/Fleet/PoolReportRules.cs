using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Engines;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Core.Fleet;

/// <summary>What a node may say of a pool: everything that becomes a label, a bound or memory is checked.</summary>
public static class PoolReportRules
{
    /// <summary>What is wrong with a report; null when nothing is.</summary>
    public static ErrorBody? Refuse(PoolReport? pool)
    {
        if (pool is null || pool.PoolId.Value is null)
            return Invalid("A pool needs an id.", "pools.pool_id");
        if (!EngineKinds.IsKnown(pool.Engine))
            return Invalid("'engine' must be llamacpp, vllm, tgi, triton or openai.", "pools.engine");
        if (pool.SlotsTotal is < 0 or > PoolLimits.SlotsMax)
            return Invalid($"A pool has 0 to {PoolLimits.SlotsMax} slots.", "pools.slots_total");
        if (pool.SlotsFree < 0 || pool.SlotsFree > pool.SlotsTotal)
            return Invalid("A pool has at most all its slots free.", "pools.slots_free");
        if (pool.ContextTokens < 0)
            return Invalid("A context is not negative.", "pools.context_tokens");
        if (pool.DeviceMask.Length is 0 or > PoolLimits.TextLengthMax)
            return Invalid("A device mask is 'cpu' or ids separated by commas.", "pools.device_mask");
        if (pool.VramTotalBytes < 0 || pool.VramFreeBytes < 0)
            return Invalid("Memory is not negative.", "pools.vram_total_bytes");
        if (pool.ActiveLeases.Count > PoolLimits.SlotsMax)
            return Invalid($"A pool has at most {PoolLimits.SlotsMax} leases.", "pools.active_leases");
        if (pool.ModelsAvailable.Count > PoolLimits.ModelsMax)
            return Invalid($"A pool lists at most {PoolLimits.ModelsMax} models.", "pools.models_available");
        if (pool.Models.Count > PoolLimits.ModelsMax)
            return Invalid($"A pool lists at most {PoolLimits.ModelsMax} models.", "pools.models");
        if (Refuse(pool.Models, "pools.models") is ErrorBody invalid)
            return invalid;
        if (pool.EngineVersion.Length > PoolLimits.TextLengthMax || pool.LastError?.Length > PoolLimits.TextLengthMax)
            return Invalid(
                $"A text of a report has at most {PoolLimits.TextLengthMax} characters.", "pools.last_error");
        return null;
    }

    /// <summary>What is wrong with a list of model files; null when nothing is.</summary>
    public static ErrorBody? Refuse(IReadOnlyList<ModelReport> models, string field)
    {
        foreach (ModelReport? model in models)
        {
            if (model?.ModelId.Value is null)
                return Invalid("A model needs an id.", $"{field}.model_id");
            if (model.SizeBytes < 0)
                return Invalid("A size is not negative.", $"{field}.size_bytes");
        }

        return null;
    }

    private static ErrorBody Invalid(string message, string field) =>
        ErrorBody.From(ErrorCode.InvalidParams, message, field);
}
