using LlamaOrch.Hosting.Exposition;
using LlamaOrch.Hosting.Security;
using LlamaOrch.PoolManager.Registration;

namespace LlamaOrch.PoolManager.Metrics;

/// <summary>What the node says to its control plane.</summary>
internal sealed class RegistrationMetrics
{
    private readonly Counter registrations;
    private readonly Counter heartbeats;
    private readonly GaugeSeries certificateEnd;

    public RegistrationMetrics(MetricRegistry registry, NodeIdentity identity)
    {
        registry.CreateGauge("pool_node_info", "Always 1; the label tells the node's name in the fleet.", "node_id")
            .WithLabels(identity.NodeId.Value).Set(1);
        certificateEnd = registry.CreateGauge(
            PeerCertificates.MetricName, PeerCertificates.MetricHelp, PeerCertificates.MetricLabel)
            .WithLabels("control_plane");
        registrations = registry.CreateCounter(
            "pool_registration_attempts_total", "Registrations sent to the control plane.", ["outcome"]);
        heartbeats = registry.CreateCounter(
            "pool_heartbeat_sent_total", "Heartbeats sent to the control plane.", ["outcome"]);
        foreach (string outcome in (string[])[Outcomes.Success, Outcomes.Error, Outcomes.Unauthorized])
        {
            registrations.WithLabels(outcome);
            heartbeats.WithLabels(outcome);
        }
    }

    public void Registered(LinkOutcome outcome) => registrations.WithLabels(Label(outcome)).Inc();

    /// <summary>The control plane has shown a certificate.</summary>
    public void CertificateSeen(DateTimeOffset end) => certificateEnd.Set(end.ToUnixTimeSeconds());

    public void HeartbeatSent(LinkOutcome outcome) => heartbeats.WithLabels(Label(outcome)).Inc();

    private static string Label(LinkOutcome outcome) => outcome switch
    {
        LinkOutcome.Success => Outcomes.Success,
        LinkOutcome.Unauthorized => Outcomes.Unauthorized,
        _ => Outcomes.Error,
    };
}
