namespace LlamaOrch.Core.Fleet;

/// <summary>The times and bounds by which a fleet is judged.</summary>
public sealed record FleetLimits
{
    /// <summary>How often a node reports. Default 10 s.</summary>
    public TimeSpan HeartbeatInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A node silent for longer is offline. Default 30 s: three heartbeats.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A node offline for longer is forgotten. Default 1 h: long enough for an alert and a repair.</summary>
    public TimeSpan ForgetAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often each pool is polled. Default 5 s.</summary>
    public TimeSpan PoolPollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A poll unanswered for longer has failed. Default 2 s.</summary>
    public TimeSpan PoolPollTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Most nodes that may be registered at once. Default 10,000.</summary>
    public int NodesMax { get; init; } = 10_000;

    /// <summary>Most pools that one node may report. Default 256.</summary>
    public int PoolsPerNodeMax { get; init; } = 256;
}
