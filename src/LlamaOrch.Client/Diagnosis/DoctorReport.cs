namespace LlamaOrch.Client.Diagnosis;

/// <summary>What an examination of a fleet has found.</summary>
public sealed record DoctorReport
{
    /// <summary>The form of this report; a change that readers must know of gets another number.</summary>
    public string Schema { get; init; } = "llama-orch/doctor/1";

    /// <summary>Where the control plane was asked.</summary>
    public required Uri Url { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset CheckedAt { get; init; }

    /// <summary>For how long the fleet was watched, milliseconds.</summary>
    public required long ObservedMs { get; init; }

    /// <summary>The worst severity found.</summary>
    public required Severity Severity { get; init; }

    /// <summary>The findings, the worst first.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>The report of findings.</summary>
    internal static DoctorReport Of(FleetPicture fleet, IEnumerable<Finding> findings)
    {
        Finding[] sorted = [.. findings
            .OrderByDescending(finding => finding.Severity)
            .ThenBy(finding => finding.Id, StringComparer.Ordinal)
            .ThenBy(finding => finding.Subject, StringComparer.Ordinal)];
        return new DoctorReport
        {
            Url = fleet.Url,
            CheckedAt = fleet.Now,
            ObservedMs = (long)fleet.Observed.TotalMilliseconds,
            Severity = sorted.Length == 0 ? Severity.Ok : sorted[0].Severity,
            Findings = sorted,
        };
    }
}
