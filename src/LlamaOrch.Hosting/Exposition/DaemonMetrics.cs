using LlamaOrch.Contracts.Errors;

namespace LlamaOrch.Hosting.Exposition;

/// <summary>What every daemon shows of itself.</summary>
public sealed class DaemonMetrics
{
    private static readonly ErrorCode[] Reasons = [ErrorCode.MissingToken, ErrorCode.BadToken, ErrorCode.Forbidden];

    private readonly Counter authFailures;

    /// <summary>Creates the series.</summary>
    public DaemonMetrics(MetricRegistry registry)
    {
        registry.CreateGauge("llorch_build_info", "Always 1; the label tells the version.", "version")
            .WithLabels(Version).Set(1);
        authFailures = registry.CreateCounter(
            "auth_failures_total", "Requests that were refused for their token or its role.", "reason");
        foreach (ErrorCode reason in Reasons)
            authFailures.WithLabels(reason.WireName());
    }

    private static string Version { get; } = typeof(DaemonMetrics).Assembly.GetName().Version!.ToString(3);

    /// <summary>A request was refused.</summary>
    /// <param name="reason">MISSING_TOKEN, BAD_TOKEN or FORBIDDEN.</param>
    public void Refused(ErrorCode reason) => authFailures.WithLabels(reason.WireName()).Inc();
}
