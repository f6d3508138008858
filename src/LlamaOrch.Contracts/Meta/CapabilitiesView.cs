namespace LlamaOrch.Contracts.Meta;

/// <summary><c>GET /v2/meta/capabilities</c>: what the fleet can do now, and what may be asked of it.</summary>
public sealed record CapabilitiesView
{
    /// <summary>The control plane's version.</summary>
    public required string Version { get; init; }

    /// <summary>The kinds of work: <c>completion</c> as tasks and below <c>/v1</c>, <c>embedding</c> there.</summary>
    public required IReadOnlyList<string> Workloads { get; init; }

    /// <summary>The engine kinds that are there, by name.</summary>
    public required IReadOnlyList<EngineCapability> Engines { get; init; }

    /// <summary>The models that some pool serves or is about to serve, by id.</summary>
    public required IReadOnlyList<ModelCapability> Models { get; init; }

    /// <summary>What one request may ask for at most.</summary>
    public required RequestLimits Limits { get; init; }
}
