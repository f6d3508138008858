using LlamaOrch.Client.Diagnosis.Checks;

namespace LlamaOrch.Client.Diagnosis;

/// <summary>Examines a whole fleet and says what to do. Changes nothing in it.</summary>
public static class FleetDoctor
{
    /// <summary>The checks, in the order of a request's way from outside to the engine.</summary>
    internal static IReadOnlyList<ICheck> Checks { get; } =
    [
        new VersionCheck(),
        new ClockCheck(),
        new TokenCheck(),
        new RefusedCallersCheck(),
        new CertificateCheck(),
        new StorageCheck(),
        new DiskCheck(),
        new ReachabilityCheck(),
        new NodeConflictCheck(),
        new PoolAnswerCheck(),
        new PoolStateCheck(),
        new ModelCheck(),
        new EngineCheck(),
        new DeviceCheck(),
        new ReplicationCheck(),
        new QueueCheck(),
        new SeriesCheck(ShippedRules.Alerts, ShippedRules.Metrics),
    ];

    /// <summary>Examines a fleet.</summary>
    /// <param name="client">Talks to its control plane.</param>
    /// <param name="url">Where that is.</param>
    /// <param name="ownVersion">Version of the program that asks.</param>
    /// <param name="watch">For how long counters are watched; what grows is seen, and the rest is past.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="OrchestratorException">The server refused; it carries the server's reason.</exception>
    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    public static async Task<DoctorReport> ExamineAsync(
        OrchestratorClient client,
        Uri url,
        string ownVersion,
        TimeSpan watch,
        TimeProvider time,
        CancellationToken cancellationToken = default)
    {
        FleetPicture fleet = await new FleetExaminer(client, url, ownVersion, time)
            .TakeAsync(watch, cancellationToken);
        return DoctorReport.Of(fleet, Checks.SelectMany(check => check.Examine(fleet)));
    }
}
