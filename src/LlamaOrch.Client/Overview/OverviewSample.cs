using LlamaOrch.Client.Metrics;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;

namespace LlamaOrch.Client.Overview;

/// <summary>What the fleet said at one moment.</summary>
/// <param name="At">When, on a clock that only goes forward.</param>
/// <param name="Nodes">The nodes.</param>
/// <param name="Pools">The pools as the control plane judges them.</param>
/// <param name="Metrics">The control plane's metrics.</param>
public sealed record OverviewSample(
    TimeSpan At, IReadOnlyList<NodeView> Nodes, IReadOnlyList<PoolReport> Pools, MetricsPage Metrics)
{
    /// <summary>Asks a control plane.</summary>
    /// <exception cref="OrchestratorException">The server refused; it carries the server's reason.</exception>
    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    public static async Task<OverviewSample> TakeAsync(
        OrchestratorClient client, TimeProvider time, CancellationToken cancellationToken)
    {
        Task<IReadOnlyList<NodeView>> nodes = client.ListNodesAsync(cancellationToken);
        Task<IReadOnlyList<PoolReport>> pools = client.ListPoolsAsync(cancellationToken);
        Task<MetricsPage> metrics = client.GetMetricsAsync(cancellationToken);
        return new OverviewSample(
            TimeSpan.FromSeconds((double)time.GetTimestamp() / time.TimestampFrequency),
            await nodes,
            await pools,
            await metrics);
    }
}
