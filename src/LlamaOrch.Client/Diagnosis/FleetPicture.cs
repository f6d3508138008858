using LlamaOrch.Client.Metrics;
using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Meta;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Client.Diagnosis;

/// <summary>Everything that checks judge, taken within a few seconds.</summary>
internal sealed record FleetPicture
{
    /// <summary>Where the control plane was asked.</summary>
    public required Uri Url { get; init; }

    /// <summary>The clock of this machine.</summary>
    public required DateTimeOffset Now { get; init; }

    /// <summary>Version of the program that examines.</summary>
    public required string OwnVersion { get; init; }

    /// <summary>Version of the control plane.</summary>
    public required string Version { get; init; }

    /// <summary>What the control plane says of itself; null for one that has no such route.</summary>
    public ControlPlaneView? Status { get; init; }

    /// <summary>How far the control plane's clock is ahead of this machine's; null while unknown.</summary>
    public TimeSpan? ClockDifference { get; init; }

    /// <summary>The nodes, with what they say of their pools.</summary>
    public IReadOnlyList<NodeView> Nodes { get; init; } = [];

    /// <summary>The pools as the control plane judges them.</summary>
    public IReadOnlyList<PoolReport> Pools { get; init; } = [];

    /// <summary>The models that clients see; null for all that some pool has.</summary>
    public IReadOnlySet<string>? Offered { get; init; }

    /// <summary>Which node has which model.</summary>
    public CatalogAvailability Availability { get; init; } = new([], 0, 0, 0);

    /// <summary>Most tasks that wait for one model.</summary>
    public int QueueCapacity { get; init; }

    /// <summary>The control plane's metrics at the beginning.</summary>
    public MetricsPage Before { get; init; } = MetricsPage.Empty;

    /// <summary>The control plane's metrics at the end.</summary>
    public MetricsPage After { get; init; } = MetricsPage.Empty;

    /// <summary>The time between both.</summary>
    public TimeSpan Observed { get; init; }

    /// <summary>What each node answered, by id.</summary>
    public IReadOnlyDictionary<string, NodeProbe> Probes { get; init; } = new Dictionary<string, NodeProbe>();

    /// <summary>The certificates of the https addresses.</summary>
    public IReadOnlyList<SeenCertificate> Certificates { get; init; } = [];

    /// <summary>How much a counter of the control plane grew, over all its series.</summary>
    public double Growth(string name) => After.Sum(name) - Before.Sum(name);

    /// <summary>How much a counter of the control plane grew, over its series with a label's value.</summary>
    public double Growth(string name, string label, string value) =>
        After.Sum(name, label, value) - Before.Sum(name, label, value);

    /// <summary>The nodes that are neither offline nor about to be.</summary>
    public IEnumerable<NodeView> LiveNodes =>
        Nodes.Where(node => node.State is NodeState.Online or NodeState.Draining);
}
