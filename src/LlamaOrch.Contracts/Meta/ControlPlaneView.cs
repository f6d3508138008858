using LlamaOrch.Contracts.Nodes;

namespace LlamaOrch.Contracts.Meta;

/// <summary><c>GET /v2/meta/status</c>: how the replica that answers is, and who it takes the caller for.</summary>
public sealed record ControlPlaneView
{
    /// <summary>The control plane's version, such as <c>0.2.0</c>.</summary>
    public required string Version { get; init; }

    /// <summary>Its clock.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>When this life of it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether callers need a token.</summary>
    public required bool TokenRequired { get; init; }

    /// <summary>What the caller may do: <c>client</c>, <c>node</c> or <c>admin</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Where it keeps its state: <c>sqlite</c> or <c>postgres</c>.</summary>
    public required string Storage { get; init; }

    /// <summary>The disks that it writes to.</summary>
    public required IReadOnlyList<DiskReport> Disks { get; init; }
}
