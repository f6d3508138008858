namespace LlamaOrch.Tools.DashboardPictures.Drawing;

/// <summary>What time a picture shows.</summary>
/// <param name="Start">Its left edge.</param>
/// <param name="End">Its right edge.</param>
/// <param name="Step">From one point to the next.</param>
internal sealed record Period(DateTimeOffset Start, DateTimeOffset End, TimeSpan Step)
{
    /// <summary>What Grafana puts in the place of <c>$__rate_interval</c>: several scrapes of the scene.</summary>
    public const string RateInterval = "15s";
}
