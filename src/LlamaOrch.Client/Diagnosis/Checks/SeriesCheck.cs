using LlamaOrch.Client.Metrics;

namespace LlamaOrch.Client.Diagnosis.Checks;

/// <summary>
/// Whether every metric that the product's alerts are computed from is there: an alert over a series that is missing
/// can't fire, and nobody notices.
/// </summary>
internal sealed class SeriesCheck(AlertRules rules, IReadOnlyList<ContractedMetric> contract) : ICheck
{
    public IEnumerable<Finding> Examine(FleetPicture fleet)
    {
        Finding[] found =
        [
            .. Missing("orchestratord", fleet.After, Promised(ofNode: false, hasNodes: fleet.Nodes.Count > 0)),
            .. fleet.Nodes
                .Select(node => (Node: node, Page: fleet.Probes.GetValueOrDefault(node.NodeId.Value)?.After))
                .Where(node => node.Page is not null)
                .SelectMany(node => Missing(
                    node.Node.NodeId.Value, node.Page!, Promised(ofNode: true, hasNodes: true))),
        ];
        foreach (Finding finding in found)
            yield return finding;
        string[] silent = [.. fleet.LiveNodes
            .Where(node => fleet.Probes.GetValueOrDefault(node.NodeId.Value) is not { Answers: true })
            .Select(node => node.NodeId.Value)];
        if (silent.Length > 0)
        {
            yield return new Finding
            {
                Id = "node-unseen",
                Severity = Severity.Info,
                What = $"From this machine {Enumeration.Of(silent)} can't be asked for metrics.",
                Why = "Whether alerts about these nodes can fire is not known; Prometheus may reach them from where it "
                    + "runs.",
                Advice = "Run this on a machine of the fleet's network.",
            };
        }

        if (found.Length == 0)
            yield return Finding.Well("alert-blind", $"{rules.Alerts.Count()} alerts have the series they need.");
    }

    private IEnumerable<string> Promised(bool ofNode, bool hasNodes) => contract
        .Where(metric => metric.OfNode == ofNode && (hasNodes || !metric.PerNode))
        .Select(metric => metric.Name);

    private IEnumerable<Finding> Missing(string who, MetricsPage page, IEnumerable<string> promised)
    {
        string[] missing = [.. promised.Where(name => !page.Declares(name))];
        if (missing.Length == 0)
            yield break;
        string[] blind = [.. missing.SelectMany(rules.Using).Distinct().Order(StringComparer.Ordinal)];
        yield return new Finding
        {
            Id = blind.Length > 0 ? "alert-blind" : "series-missing",
            Severity = blind.Length > 0 ? Severity.Error : Severity.Info,
            Subject = who,
            What = $"{who} does not expose {string.Join(", ", missing)}"
                + (blind.Length > 0 ? $", so these alerts can't fire: {string.Join(", ", blind)}." : "."),
            Why = blind.Length > 0
                ? "What they watch for would go unnoticed."
                : "A panel of a dashboard stays empty.",
            Advice = "It is of another version than the rules, or a proxy cuts its /metrics: bring it to the same "
                + "version, or see what is in between.",
        };
    }
}
