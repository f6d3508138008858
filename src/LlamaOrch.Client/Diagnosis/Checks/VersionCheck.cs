namespace LlamaOrch.Client.Diagnosis.Checks;

/// <summary>Whether the control plane, the nodes and this program are of one version.</summary>
internal sealed class VersionCheck : ICheck
{
    public IEnumerable<Finding> Examine(FleetPicture fleet)
    {
        string[] others = [.. fleet.Nodes
            .Where(node => node.Version != fleet.Version)
            .Select(node => $"{node.NodeId} {node.Version}")];
        if (others.Length > 0)
        {
            yield return new Finding
            {
                Id = "version-skew",
                Severity = Severity.Warning,
                What = $"The control plane is version {fleet.Version}, others are not: {Enumeration.Of(others)}.",
                Why = "Versions of one number are tested together; with others a setting or an answer may be missing.",
                Advice = $"Bring every pool-managerd to {fleet.Version}, one node after the other: drain it, replace "
                    + "it, start it.",
            };
        }

        if (fleet.OwnVersion != fleet.Version)
        {
            yield return new Finding
            {
                Id = "tool-version",
                Severity = Severity.Info,
                What = $"This llama-orch is version {fleet.OwnVersion}, the control plane {fleet.Version}.",
                Why = "What is new in one of them can't be seen by the other.",
                Advice = $"Use llama-orch {fleet.Version}.",
            };
        }

        if (others.Length == 0)
            yield return Finding.Well("version-skew", $"Everything in the fleet is version {fleet.Version}.");
    }
}
