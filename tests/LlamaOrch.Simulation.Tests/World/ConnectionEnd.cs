namespace LlamaOrch.Simulation.Tests.World;

/// <summary>
/// One end of a connection. What is sent comes in order, or the connection breaks; an end whose peer is gone and not
/// reached stays half open until it sends something or hears a reset.
/// </summary>
internal sealed class ConnectionEnd(SimulatedWorld world, Network network, SimulatedProcess owner, TimeSpan silenceMax)
{
    private static readonly TimeSpan Retransmission = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(5);

    private readonly int born = owner.Life;
    private readonly Queue<object> outbox = new();
    private readonly Mailbox<object?> inbox = new();
    private ConnectionEnd peer = null!;
    private DateTimeOffset? stalledSince;
    private bool sending;

    /// <summary>Whose end it is.</summary>
    public SimulatedProcess Owner => owner;

    /// <summary>The other side's process.</summary>
    public SimulatedProcess Remote => peer.Owner;

    /// <summary>Whether it is open as seen from here.</summary>
    public bool IsOpen { get; private set; } = true;

    /// <summary>Told once when the connection breaks while it is open here.</summary>
    public Action? Broken { get; set; }

    /// <summary>Makes two ends one connection.</summary>
    public void Join(ConnectionEnd other) => (peer, other.peer) = (other, this);

    /// <summary>Sends a piece; into a closed connection it goes nowhere.</summary>
    public void Send(object piece)
    {
        if (!IsOpen)
            return;
        outbox.Enqueue(piece);
        Pump();
    }

    /// <summary>The next piece; null when the connection has broken.</summary>
    public Task<object?> ReadAsync() => inbox.TakeAsync();

    /// <summary>Closes at once, whatever is still on its way; the peer learns it when it is reached.</summary>
    public void Reset()
    {
        if (!IsOpen)
            return;
        Close();
        world.After(network.Latency(), () =>
        {
            if (!network.IsBlocked(owner, peer.Owner))
                peer.Cut();
        });
    }

    /// <summary>Closes at once, and tells whoever listens at this end too.</summary>
    public void Abort()
    {
        if (!IsOpen)
            return;
        Reset();
        owner.Post(TimeSpan.Zero, () => Broken?.Invoke());
    }

    /// <summary>It has broken: whoever reads or listens here learns it.</summary>
    public void Cut()
    {
        if (!IsOpen)
            return;
        Close();
        if (born != owner.Life || !owner.IsUp)
            return;
        owner.Post(TimeSpan.Zero, () =>
        {
            Broken?.Invoke();
            inbox.Put(null);
        });
    }

    /// <summary>Notices a silent peer also when there is nothing to send.</summary>
    public void Watch() => world.After(KeepAlive, () =>
    {
        if (!IsOpen)
            return;
        bool isUnknownThere = !peer.IsOpen && stalledSince is null;
        if (StallsTooLong() || (isUnknownThere && stalledSince is null))
            Cut();
        else
            Watch();
    });

    private void Close()
    {
        IsOpen = false;
        outbox.Clear();
        network.Forget(this);
    }

    private void Pump()
    {
        if (sending || outbox.Count == 0)
            return;
        sending = true;
        world.After(network.Latency(), Transmit);
    }

    private void Transmit()
    {
        sending = false;
        if (!IsOpen || born != owner.Life)
            return;
        if (StallsTooLong())
        {
            Cut();
            return;
        }

        if (stalledSince is not null)
        {
            sending = true;
            world.After(Retransmission, Transmit);
            return;
        }

        if (!peer.IsOpen || world.Random.Chance(network.Faults.Resets))
        {
            Cut();
            // The other side learns of it, or not.
            if (world.Random.Chance(0.5))
                peer.Cut();
            return;
        }

        peer.Receive(outbox.Dequeue());
        Pump();
    }

    private bool StallsTooLong()
    {
        if (!network.IsBlocked(owner, peer.Owner) && !network.IsBlocked(peer.Owner, owner))
            stalledSince = null;
        else
            stalledSince ??= world.Now;
        return world.Now - stalledSince > silenceMax;
    }

    private void Receive(object piece)
    {
        if (born != owner.Life || !owner.IsUp)
            return;
        owner.Post(TimeSpan.Zero, () => inbox.Put(piece));
    }
}
