using LlamaOrch.Ops.Tests.Alertmanager;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Ops.Tests.Live.Incidents;

/// <summary>What alerts do while something is broken.</summary>
/// <param name="fleet">Where.</param>
/// <param name="expected">The critical alerts that belong to the incident: no other one may be told.</param>
internal sealed class Incident(IncidentFleet fleet, params string[] expected)
{
    /// <summary>Waits until an alert fires and is told.</summary>
    public Task FiresAsync(string alert, string label = "alertname", string? value = null) => SeesAsync(
        $"{alert} to fire",
        found => found.Any(each => each.Name == alert && each.Has(label, value ?? alert) && !each.IsInhibited));

    /// <summary>Waits until an alert fires and is left out because of another one.</summary>
    public Task IsLeftOutAsync(string alert) => SeesAsync(
        $"{alert} to be left out", found => found.Any(each => each.Name == alert && each.IsInhibited));

    /// <summary>Waits until alerts have ended.</summary>
    public Task ResolvesAsync(params string[] alerts) => SeesAsync(
        $"{string.Join(", ", alerts)} to end", found => !found.Any(each => alerts.Contains(each.Name)));

    /// <summary>Waits until one of the alerts of a name has ended, whatever the others do.</summary>
    public Task EndsAsync(string alert, string label, string value) => SeesAsync(
        $"{alert} of {value} to end", found => !found.Any(each => each.Name == alert && each.Has(label, value)));

    private Task SeesAsync(string what, Func<IReadOnlyList<FiringAlert>, bool> condition) =>
        Eventually.HoldsAsync(what, async () =>
        {
            IReadOnlyList<FiringAlert> found = await fleet.AlertsAsync();
            Assert.DoesNotContain(found, each => each.IsTold && !expected.Contains(each.Name));
            return condition(found);
        });
}
