namespace LlamaOrch.Hosting.Logging;

/// <summary>Who writes a log: the same in each of its lines.</summary>
/// <param name="Component"><c>orchestratord</c> or <c>pool-managerd</c>.</param>
public sealed record LogIdentity(string Component)
{
    /// <summary>The environment variable that names a replica of the control plane.</summary>
    public const string ReplicaVariable = "LLORCH_REPLICA_ID";

    /// <summary>The replica of the control plane; null on a node.</summary>
    public string? ReplicaId { get; init; }

    /// <summary>The node; null on the control plane.</summary>
    public string? NodeId { get; init; }

    /// <summary>
    /// The name of this replica: the variable's, or the machine's name with the process id, which no two replicas that
    /// run at a time have in common.
    /// </summary>
    public static string OwnReplicaId() =>
        Environment.GetEnvironmentVariable(ReplicaVariable) is { Length: > 0 } given
            ? given
            : $"{Environment.MachineName}-{Environment.ProcessId}";
}
