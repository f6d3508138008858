using LlamaOrch.TestKit.Processes;

namespace LlamaOrch.Ops.Tests.Live;

/// <summary>A node agent that can be killed and started anew as the same one.</summary>
/// <param name="nodeId">The node's name.</param>
/// <param name="address">Where it listens, in every life.</param>
/// <param name="settings">Its other settings.</param>
public sealed class NodeAgent(string nodeId, Uri address, IReadOnlyList<string> settings)
{
    /// <summary>The node's name.</summary>
    public string NodeId => nodeId;

    /// <summary>Where it listens.</summary>
    public Uri Address => address;

    /// <summary>Its present life.</summary>
    public HostProcess Process { get; private set; } = null!;

    /// <summary>Starts it.</summary>
    /// <param name="token">The token that it has; null for none.</param>
    /// <param name="more">Settings of this life only.</param>
    public async Task StartAsync(string? token, params string[] more)
    {
        Process = HostProcess.Start(
            "pool-managerd",
            [$"--addr={address.Authority}", $"--node_id={nodeId}", .. settings, .. more],
            new Dictionary<string, string?> { ["LLORCH_API_TOKEN"] = token });
        await Process.ListeningUrlAsync();
    }

    /// <summary>Kills it, its engines with it, as a power cut would.</summary>
    public async Task KillAsync()
    {
        IReadOnlyList<int> engines = Process.ChildIds();
        Process.Kill();
        await Process.ExitCodeAsync();
        foreach (int engine in engines)
            Killing.Kill(engine);
    }
}
