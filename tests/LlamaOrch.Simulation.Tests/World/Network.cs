namespace LlamaOrch.Simulation.Tests.World;

/// <summary>
/// Messages between processes. A request stands for one HTTP request whose client may try again, so it can vanish, be
/// late and arrive twice; a connection is TCP, whole and in order until it breaks, which one end may never learn.
/// </summary>
internal sealed class Network(SimulatedWorld world)
{
    // The control plane sets TCP_USER_TIMEOUT; a server leaves its kernel's retransmissions as they are.
    private static readonly TimeSpan ClientSilenceMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ServerSilenceMax = TimeSpan.FromMinutes(15);

    private readonly HashSet<(string From, string To)> blocked = [];
    private readonly List<ConnectionEnd> open = [];

    /// <summary>What it does to messages at present.</summary>
    public NetworkFaults Faults { get; set; } = NetworkFaults.None;

    /// <summary>The open ends of connections.</summary>
    public IReadOnlyList<ConnectionEnd> Open => open;

    /// <summary>Lets nothing pass in one direction.</summary>
    public void Block(SimulatedProcess from, SimulatedProcess to)
    {
        blocked.Add((from.Name, to.Name));
        world.Note("network", $"{from.Name} does not reach {to.Name}");
    }

    /// <summary>Lets everything pass.</summary>
    public void Heal()
    {
        blocked.Clear();
        Faults = NetworkFaults.None;
        world.Note("network", $"is well");
    }

    /// <summary>Ends one-way blocks between two processes.</summary>
    public void Unblock(SimulatedProcess one, SimulatedProcess other)
    {
        blocked.Remove((one.Name, other.Name));
        blocked.Remove((other.Name, one.Name));
    }

    /// <summary>Whether nothing passes.</summary>
    public bool IsBlocked(SimulatedProcess from, SimulatedProcess to) => blocked.Contains((from.Name, to.Name));

    /// <summary>How long a message takes now.</summary>
    public TimeSpan Latency() => world.Random.Chance(Faults.Delays)
        ? world.Random.Between(TimeSpan.FromMilliseconds(5), Faults.DelayMax)
        : TimeSpan.FromMicroseconds(world.Random.Between(100, 3000));

    /// <summary>
    /// Asks and waits for the answer; null when there is none within the limit or the other side does not run.
    /// </summary>
    public Task<T?> CallAsync<T>(
        SimulatedProcess from, SimulatedProcess to, TimeSpan atMost, Func<Task<T?>> handle)
        where T : class
    {
        var done = new TaskCompletionSource<T?>();
        int born = from.Life;
        from.Post(atMost, () => done.TrySetResult(null));
        Deliver(
            from,
            to,
            arrive: () => world.Spawn(async () => Answer(await handle())),
            refused: () => Answer(null));
        return done.Task;

        void Answer(T? answer) => Deliver(
            to,
            from,
            arrive: () =>
            {
                // Whoever asked may have been killed and started again: its successor has not asked.
                if (from.Life == born)
                    done.TrySetResult(answer);
            },
            refused: () => { });
    }

    /// <summary>Opens a connection; null when that fails within the limit.</summary>
    public async Task<ConnectionEnd?> ConnectAsync(
        SimulatedProcess from, SimulatedProcess to, TimeSpan atMost, Action<ConnectionEnd> accept)
    {
        string? open = await CallAsync(from, to, atMost, () => Task.FromResult<string?>("open"));
        if (open is null || !to.IsUp)
            return null;
        ConnectionEnd client = Pair(from, to, accept);
        client.Watch();
        return client;
    }

    /// <summary>The kernel closes a killed process's connections; whoever is not reached learns nothing.</summary>
    public void Died(SimulatedProcess process)
    {
        foreach (ConnectionEnd end in open.Where(end => end.Owner == process).ToArray())
            end.Reset();
    }

    /// <summary>An end has closed.</summary>
    public void Forget(ConnectionEnd end) => open.Remove(end);

    /// <summary>A connection that is simply there; the server's end is accepted in a moment.</summary>
    public ConnectionEnd Pair(SimulatedProcess from, SimulatedProcess to, Action<ConnectionEnd> accept)
    {
        var client = new ConnectionEnd(world, this, from, ClientSilenceMax);
        var server = new ConnectionEnd(world, this, to, ServerSilenceMax);
        client.Join(server);
        open.Add(client);
        open.Add(server);
        to.Post(TimeSpan.Zero, () => accept(server));
        return client;
    }

    private void Deliver(SimulatedProcess from, SimulatedProcess to, Action arrive, Action refused)
    {
        if (world.Random.Chance(Faults.Drops))
            return;
        int copies = world.Random.Chance(Faults.Duplicates) ? 2 : 1;
        for (int copy = 0; copy < copies; copy++)
        {
            world.After(Latency(), () =>
            {
                if (IsBlocked(from, to))
                    return;
                if (to.IsUp)
                    to.Post(TimeSpan.Zero, arrive);
                else
                    refused();
            });
        }
    }
}
