using LlamaOrch.PoolManager.Registration;
using Prometheus;

namespace LlamaOrch.PoolManager.Metrics;

/// <summary>What the node says to its control plane.</summary>
internal sealed class RegistrationMetrics
{
    private readonly Counter registrations;
    private readonly Counter heartbeats;

    public RegistrationMetrics(IMetricFactory factory)
    {
        registrations = factory.CreateCounter(
            "pool_registration_attempts_total", "Registrations sent to the control plane.", ["outcome"]);
        heartbeats = factory.CreateCounter(
            "pool_heartbeat_sent_total", "Heartbeats sent to the control plane.", ["outcome"]);
        foreach (string outcome in (string[])[Outcomes.Success, Outcomes.Error, Outcomes.Unauthorized])
        {
            registrations.WithLabels(outcome);
            heartbeats.WithLabels(outcome);
        }
    }

    public void Registered(LinkOutcome outcome) => registrations.WithLabels(Label(outcome)).Inc();

    public void HeartbeatSent(LinkOutcome outcome) => heartbeats.WithLabels(Label(outcome)).Inc();

    private static string Label(LinkOutcome outcome) => outcome switch
    {
        LinkOutcome.Success => Outcomes.Success,
        LinkOutcome.Unauthorized => Outcomes.Unauthorized,
        _ => Outcomes.Error,
    };
}
