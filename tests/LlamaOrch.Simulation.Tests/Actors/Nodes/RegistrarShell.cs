using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.PoolManager.Timing;
using LlamaOrch.Simulation.Tests.Actors.ControlPlane;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Actors.Nodes;

/// <summary>
/// Stands for the node's <c>Registrar</c>: registers, reports, reports at once when a pool has changed, and registers
/// again when it was forgotten or is not heard.
/// </summary>
internal sealed class RegistrarShell(SimulatedNode node, Network network, Func<SimulatedControlPlane> controlPlane)
{
    private const int FailuresMax = 3;
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);

    private readonly Backoff pauses = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(5));
    private TaskCompletionSource changed = new();

    /// <summary>A pool has changed.</summary>
    public void Signal() => changed.TrySetResult();

    /// <summary>Keeps the node in the fleet for as long as it lives.</summary>
    public async Task RunAsync()
    {
        while (true)
        {
            TimeSpan interval = await RegisterAsync();
            await ReportAsync(interval);
        }
    }

    /// <summary>Leaves in good order.</summary>
    public async Task SayGoodbyeAsync()
    {
        SimulatedControlPlane target = controlPlane();
        await network.CallAsync(
            node, target, TimeSpan.FromSeconds(2), () => target.Nodes.DeregisterAsync(new NodeId(node.Name)));
    }

    private async Task<TimeSpan> RegisterAsync()
    {
        while (true)
        {
            SimulatedControlPlane target = controlPlane();
            var request = new RegisterNodeRequest
            {
                NodeId = new NodeId(node.Name),
                MachineId = $"machine-of-{node.Name}",
                Address = new Uri($"http://{node.Name}:9200"),
                Version = "1.0",
                Capabilities = new NodeCapabilities([], 4, 1L << 33),
                Pools = node.Reports(),
            };
            NodeAnswer? answer = await network.CallAsync(
                node, target, AnswerMax, () => target.Nodes.RegisterAsync(request));
            if (answer is { Refusal: null })
            {
                pauses.Reset();
                return answer.Interval;
            }

            await node.SleepAsync(pauses.Next(node.World.Random.Fraction()));
        }
    }

    private async Task ReportAsync(TimeSpan interval)
    {
        TimeSpan pause = interval;
        int failures = 0;
        while (true)
        {
            await changed.Task.WithinAsync(node, pause);
            if (changed.Task.IsCompleted)
                changed = new TaskCompletionSource();
            SimulatedControlPlane target = controlPlane();
            NodeId id = new(node.Name);
            IReadOnlyList<Contracts.Pools.PoolReport> pools = node.Reports();
            NodeAnswer? answer = await network.CallAsync(
                node, target, AnswerMax, () => target.Nodes.HeartbeatAsync(id, pools));
            if (answer is { Refusal: null })
            {
                failures = 0;
                pauses.Reset();
                pause = answer.Interval;
                foreach ((PoolId pool, LeaseId lease) in answer.Orphans)
                    node.Find(pool)?.Slots.GiveUp(lease);
                continue;
            }

            failures++;
            if (answer?.Refusal?.Code == ErrorCode.NotFound.WireName() || failures >= FailuresMax)
                return;
            TimeSpan retry = pauses.Next(node.World.Random.Fraction());
            pause = retry < interval ? retry : interval;
        }
    }
}
