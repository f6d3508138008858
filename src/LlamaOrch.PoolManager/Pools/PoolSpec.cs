using LlamaOrch.Contracts.Engines;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.PoolManager.Configuration;
using LlamaOrch.PoolManager.Devices;
using LlamaOrch.PoolManager.Engines;

namespace LlamaOrch.PoolManager.Pools;

/// <summary>A pool as the settings want it, with defaults filled in.</summary>
internal sealed record PoolSpec
{
    /// <summary>The pool.</summary>
    public required PoolId PoolId { get; init; }

    /// <summary>The engine kind.</summary>
    public required string Engine { get; init; }

    /// <summary>The model file; empty for an attached engine.</summary>
    public string ModelPath { get; init; } = string.Empty;

    /// <summary>The model's name; null when the engine is to say it.</summary>
    public ModelId? ModelId { get; init; }

    /// <summary>Slots; null when the engine is to say them.</summary>
    public int? Slots { get; init; }

    /// <summary>Context of one slot, tokens; null for the model's own.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>Threads; null for one per core.</summary>
    public int? Threads { get; init; }

    /// <summary>Whether the engine serves embeddings.</summary>
    public bool Embeddings { get; init; }

    /// <summary>Where an attached engine runs; null for an embedded one.</summary>
    public Uri? EngineUrl { get; init; }

    /// <summary>What an attached engine calls the model; null when the engine is to say it.</summary>
    public string? EngineModel { get; init; }

    /// <summary>What an attached engine wants to be shown; null for nothing.</summary>
    public EngineSecret? Secret { get; init; }

    /// <summary>The devices.</summary>
    public string DeviceMask { get; init; } = DeviceMasks.Cpu;

    /// <summary>Makes the spec of settings that the validator has accepted.</summary>
    public static PoolSpec From(PoolOptions options)
    {
        bool embedded = options.Engine == EngineKinds.LlamaCpp;
        return new PoolSpec
        {
            PoolId = new PoolId(options.PoolId),
            Engine = options.Engine,
            ModelPath = embedded ? Path.GetFullPath(options.ModelPath!) : string.Empty,
            ModelId = ModelNames.Parse(options.ModelId) ?? (embedded ? ModelNames.FromPath(options.ModelPath) : null),
            Slots = options.Slots ?? (embedded ? EngineLimits.SlotsDefault : null),
            ContextTokens = options.ContextTokens,
            Threads = options.Threads,
            Embeddings = options.Embeddings,
            EngineUrl = embedded ? null : new Uri(options.EngineUrl!),
            EngineModel = embedded ? null : options.EngineModel,
            Secret = embedded ? null : EngineSecret.From(options.EngineApiKeyFile, options.EngineApiKeyVariable),
            DeviceMask = options.Device,
        };
    }
}
