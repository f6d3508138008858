using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Simulation.Tests.Actors.ControlPlane;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Actors.Clients;

/// <summary>Somebody who asks, waits, loses patience and asks again.</summary>
internal sealed class SimulatedClient(
    SimulatedWorld world, string name, Network network, ClientHabits habits, Func<SimulatedControlPlane> controlPlane)
    : SimulatedProcess(world, name)
{
    private int asked;

    /// <summary>Whether it goes on asking.</summary>
    public bool IsBusy { get; set; } = true;

    protected override void OnStart() => World.Spawn(AskOnAsync);

    protected override void OnKilled() => network.Died(this);

    private async Task AskOnAsync()
    {
        while (true)
        {
            await SleepAsync(World.Random.Between(TimeSpan.Zero, habits.PauseMax));
            if (!IsBusy)
                return;
            World.Spawn(AskOnceAsync);
        }
    }

    private Task AskOnceAsync()
    {
        SeededRandom random = World.Random;
        var request = new SlotRequest
        {
            TaskId = new TaskId($"{Name}-{++asked}"),
            ModelId = new ModelId(random.OneOf(habits.Models)),
            Priority = random.Chance(habits.Batch) ? TaskPriority.Batch : TaskPriority.Interactive,
            ContextTokens = random.Chance(0.3) ? random.Between(1, 3) * 100 : 0,
        };
        if (random.Chance(0.2))
            request = request with { Deadline = Now + TimeSpan.FromSeconds(random.Between(0, 60)) };
        bool isTask = random.Chance(habits.Tasks);
        if (isTask && random.Chance(habits.InSession))
            request = request with { SessionId = new SessionId($"s{random.Between(1, 2)}-{Name}") };
        int tokens = random.Between(1, habits.TokensMax);
        var ask = new Ask(request, tokens, MaxTokens: random.Chance(0.5) ? tokens : null);
        TimeSpan patience = random.Chance(habits.Impatient)
            ? random.Between(TimeSpan.Zero, TimeSpan.FromSeconds(10))
            : TimeSpan.FromHours(2);
        return isTask
            ? new TaskStory(this, network, ask, controlPlane()).RunAsync(patience)
            : new ForwardedRequest(this, network, ask).RunAsync(controlPlane(), patience);
    }
}
