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
    private HashSet<string> hosts = [];

    public NodeCertificates(MetricRegistry registry)
    {
        earliest = registry.CreateGauge(
            PeerCertificates.MetricName, PeerCertificates.MetricHelp, PeerCertificates.MetricLabel)
            .WithLabels("nodes");
    }

    /// <summary>A host has shown a certificate.</summary>
    public void Seen(string host, DateTimeOffset end)
    {
        lock (gate)
        {
            if (!hosts.Contains(host))
                return;
            ends[host] = end;
            Show();
        }
    }

    public void OnFleet(FleetSnapshot fleet)
    {
        lock (gate)
        {
            hosts = fleet.Nodes.Select(node => node.Address.Host).ToHashSet(StringComparer.OrdinalIgnoreCase);
            foreach (string gone in ends.Keys.Where(host => !hosts.Contains(host)).ToArray())
                ends.Remove(gone);
            Show();
        }
    }

    private void Show() => earliest.Set(ends.Count == 0 ? 0 : ends.Values.Min().ToUnixTimeSeconds());
}
