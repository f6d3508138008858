using LlamaOrch.Core.Fleet;
using LlamaOrch.Hosting.Exposition;
using LlamaOrch.Hosting.Security;

namespace LlamaOrch.Orchestrator.Fleet;

/// <summary>When the first certificate of a node in the fleet ends.</summary>
internal sealed class NodeCertificates : IFleetFollower
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, DateTimeOffset> ends = new(StringComparer.OrdinalIgnoreCase);
    private readonly GaugeSeries earliest;
    private HashSet<string> peers = [];

    public NodeCertificates(MetricRegistry registry)
    {
        earliest = registry.CreateGauge(
            PeerCertificates.MetricName, PeerCertificates.MetricHelp, PeerCertificates.MetricLabel)
            .WithLabels("nodes");
    }

    /// <summary>A node has shown a certificate.</summary>
    /// <param name="authority">Host and port of its URL: agents may share a host.</param>
    /// <param name="end">When the certificate ends.</param>
    public void Seen(string authority, DateTimeOffset end)
    {
        lock (gate)
        {
            if (!peers.Contains(authority))
                return;
            ends[authority] = end;
            Show();
        }
    }

    public void OnFleet(FleetSnapshot fleet)
    {
        lock (gate)
        {
            peers = fleet.Nodes.Select(node => node.Address.Authority).ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (string gone in ends.Keys.Where(peer => !peers.Contains(peer)).ToArray())
                ends.Remove(gone);
            Show();
        }
    }

    private void Show() => earliest.Set(ends.Count == 0 ? 0 : ends.Values.Min().ToUnixTimeSeconds());
}
