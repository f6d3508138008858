namespace LlamaOrch.Simulation.Tests.World;

/// <summary>
/// A process: it can be killed at any instant, be paused and have a wrong clock. Whatever it had begun before it was
/// killed never goes on, and its cleaning up never runs.
/// </summary>
internal abstract class SimulatedProcess(SimulatedWorld world, string name)
{
    private readonly Queue<(int Born, Action Happen)> heldBack = new();
    private DateTimeOffset pausedUntil;

    /// <summary>The world that it lives in.</summary>
    public SimulatedWorld World => world;

    /// <summary>Its name in traces and on the network.</summary>
    public string Name => name;

    /// <summary>Whether it runs.</summary>
    public bool IsUp { get; private set; }

    /// <summary>Counts its starts.</summary>
    public int Life { get; private set; }

    /// <summary>How wrong its clock is.</summary>
    public TimeSpan Skew { get; set; }

    /// <summary>Its clock.</summary>
    public DateTimeOffset Now => world.Now + Skew;

    /// <summary>Starts it with nothing in memory.</summary>
    public void Start()
    {
        if (IsUp)
            return;
        (IsUp, Life, pausedUntil) = (true, Life + 1, default);
        world.Note(name, $"starts, life {Life}");
        OnStart();
    }

    /// <summary>Kills it.</summary>
    public void Kill()
    {
        if (!IsUp)
            return;
        IsUp = false;
        world.Note(name, $"is killed");
        OnKilled();
    }

    /// <summary>Stops it for a time, as SIGSTOP or a frozen virtual machine does.</summary>
    public void Pause(TimeSpan time)
    {
        pausedUntil = world.Now + time;
        world.Note(name, $"is paused for {time.TotalSeconds:0.0} s");
        world.After(time, GoOn);
    }

    /// <summary>Ends a pause.</summary>
    public void Resume()
    {
        pausedUntil = world.Now;
        GoOn();
    }

    /// <summary>Does something later, when this life of it still runs then.</summary>
    public void Post(TimeSpan delay, Action happen)
    {
        int born = Life;
        world.After(delay, () => Run(born, happen));
    }

    /// <summary>Does something in a moment, as a message between two parts of one process.</summary>
    public void Post(Action happen) => Post(Moment(), happen);

    /// <summary>Waits.</summary>
    public Task SleepAsync(TimeSpan time)
    {
        var done = new TaskCompletionSource();
        Post(time, done.SetResult);
        return done.Task;
    }

    /// <summary>Waits for a moment: others may come in between.</summary>
    public Task YieldAsync() => SleepAsync(Moment());

    /// <summary>Begins with nothing in memory.</summary>
    protected abstract void OnStart();

    /// <summary>What the kernel does when it is gone.</summary>
    protected abstract void OnKilled();

    private TimeSpan Moment() => TimeSpan.FromMicroseconds(world.Random.Below(world.Random.Chance(0.02) ? 20_000 : 50));

    private void GoOn()
    {
        if (world.Now < pausedUntil)
            return;
        foreach ((int born, Action happen) in heldBack)
            world.After(TimeSpan.Zero, () => Run(born, happen));
        heldBack.Clear();
    }

    private void Run(int born, Action happen)
    {
        if (born != Life || !IsUp)
            return;
        if (world.Now < pausedUntil)
            heldBack.Enqueue((born, happen));
        else
            happen();
    }
}
