namespace LlamaOrch.Simulation.Tests.World;

/// <summary>What the network does to messages.</summary>
internal sealed record NetworkFaults
{
    /// <summary>A network without faults.</summary>
    public static NetworkFaults None { get; } = new();

    /// <summary>How many requests or answers vanish.</summary>
    public double Drops { get; init; }

    /// <summary>How many arrive twice.</summary>
    public double Duplicates { get; init; }

    /// <summary>How many take long, and so come after later ones.</summary>
    public double Delays { get; init; }

    /// <summary>The longest of these delays.</summary>
    public TimeSpan DelayMax { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How many connections are reset, a piece sent.</summary>
    public double Resets { get; init; }
}
