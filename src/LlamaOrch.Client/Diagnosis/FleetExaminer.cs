using LlamaOrch.Client.Metrics;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Meta;
using LlamaOrch.Contracts.Nodes;

namespace LlamaOrch.Client.Diagnosis;

/// <summary>Takes the picture of a fleet: what the control plane says, and what nodes and addresses answer.</summary>
internal sealed class FleetExaminer(OrchestratorClient client, Uri url, string ownVersion, TimeProvider time)
{
    /// <summary>Takes it, watching counters for a while.</summary>
    /// <exception cref="OrchestratorException">The server refused; it carries the server's reason.</exception>
    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    public async Task<FleetPicture> TakeAsync(TimeSpan watch, CancellationToken cancellationToken)
    {
        string version = (await client.GetVersionAsync(cancellationToken)).Version;
        (ControlPlaneView? status, TimeSpan? difference) = await StatusAsync(cancellationToken);
        IReadOnlyList<NodeView> nodes = await client.ListNodesAsync(cancellationToken);
        using var prober = new NodeProber();

        long began = time.GetTimestamp();
        MetricsPage before = await client.GetMetricsAsync(cancellationToken);
        Task watched = Task.Delay(watch, time, cancellationToken);
        var nodesBefore = await prober.AskAsync(nodes, cancellationToken);
        await watched;

        // The later picture is the one that is judged: what has healed meanwhile is well.
        nodes = await client.ListNodesAsync(cancellationToken);
        MetricsPage after = await client.GetMetricsAsync(cancellationToken);
        TimeSpan observed = time.GetElapsedTime(began);
        var nodesAfter = await AskAgainAsync(prober, nodes, nodesBefore, cancellationToken);
        return new FleetPicture
        {
            Url = url,
            Now = time.GetUtcNow(),
            OwnVersion = ownVersion,
            Version = version,
            Status = status,
            ClockDifference = difference,
            Nodes = nodes,
            Pools = await client.ListPoolsAsync(cancellationToken),
            Offered = (await client.ListModelsAsync(cancellationToken)).Select(model => model.Id.Value).ToHashSet(),
            Availability = await client.GetAvailabilityAsync(cancellationToken),
            QueueCapacity = (await client.GetCapabilitiesAsync(cancellationToken)).Limits.QueueCapacity,
            Before = before,
            After = after,
            Observed = observed,
            Probes = nodesAfter.ToDictionary(
                node => node.Key,
                node => new NodeProbe(
                    nodesBefore.GetValueOrDefault(node.Key).Page, node.Value.Page, node.Value.Problem)),
            Certificates = await CertificatesAsync(nodes, cancellationToken),
        };
    }

    /// <summary>An older control plane has no such route; its clock is then unknown.</summary>
    private async Task<(ControlPlaneView? Status, TimeSpan? Difference)> StatusAsync(
        CancellationToken cancellationToken)
    {
        try
        {
            long asked = time.GetTimestamp();
            ControlPlaneView status = await client.GetStatusAsync(cancellationToken);
            DateTimeOffset middle = time.GetUtcNow() - (time.GetElapsedTime(asked) / 2);
            return (status, status.Time - middle);
        }
        catch (OrchestratorException refused) when (refused.Error.Code == ErrorCode.NotFound.WireName())
        {
            return (null, null);
        }
    }

    /// <summary>A node that is offline and was silent stays so: waiting for it again would tell nothing new.</summary>
    private static async Task<Dictionary<string, (MetricsPage? Page, string? Problem)>> AskAgainAsync(
        NodeProber prober,
        IReadOnlyList<NodeView> nodes,
        Dictionary<string, (MetricsPage? Page, string? Problem)> before,
        CancellationToken cancellationToken)
    {
        bool IsGone(NodeView node) => node.State == NodeState.Offline
            && before.GetValueOrDefault(node.NodeId.Value) is { Page: null, Problem: not null };
        var answers = await prober.AskAsync(nodes.Where(node => !IsGone(node)), cancellationToken);
        foreach (string gone in nodes.Where(IsGone).Select(node => node.NodeId.Value))
            answers[gone] = before[gone];
        return answers;
    }

    private async Task<IReadOnlyList<SeenCertificate>> CertificatesAsync(
        IReadOnlyList<NodeView> nodes, CancellationToken cancellationToken)
    {
        Uri[] addresses = [.. nodes.Select(node => node.Address).Prepend(url)
            .Where(address => address.Scheme == "https").DistinctBy(address => address.Authority)];
        var seen = new SeenCertificate[addresses.Length];
        var options = new ParallelOptions
        {
            MaxDegreeOfParallelism = NodeProber.NodesAtOnce,
            CancellationToken = cancellationToken,
        };
        await Parallel.ForEachAsync(
            addresses.Index(),
            options,
            async (each, stop) => seen[each.Index] = await CertificateProbe.LookAsync(each.Item, stop));
        return seen;
    }
}
