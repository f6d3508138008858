using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Nodes;

namespace LlamaOrch.Client.Diagnosis.Checks;

/// <summary>
/// Whether a model is gone when one node is, and whether nodes have the files that the catalog means.
/// </summary>
internal sealed class ReplicationCheck : ICheck
{
    public IEnumerable<Finding> Examine(FleetPicture fleet)
    {
        (NodeAvailability Node, ModelAvailability Model)[] there = [.. fleet.Availability.Nodes
            .Where(node => node.State != NodeState.Offline)
            .SelectMany(node => node.Models.Select(model => (node, model)))];
        List<Finding> found = [.. there
            .Where(one => one.Model.Verification == VerificationResult.Mismatch)
            .Select(one => WrongFile(one.Node, one.Model))];
        var alone = there
            .Where(one => one.Model.Verification != VerificationResult.Mismatch)
            .GroupBy(one => one.Model.ModelId)
            .Where(group => group.Count() == 1)
            .Select(group => group.Single())
            .ToArray();
        // One machine can't have a second copy; that is said once, and by no warning.
        if (fleet.LiveNodes.Count() > 1)
            found.AddRange(alone.Select(one => OnOneNode(one.Node, one.Model)));
        else if (alone.Length > 0)
            found.Add(OneNode(alone.Length));
        return found.Count > 0
            ? found
            : [Finding.Well("model-on-one-node", "Every model is on two nodes or more.")];
    }

    private static Finding OnOneNode(NodeAvailability node, ModelAvailability model) => new()
    {
        Id = "model-on-one-node",
        Severity = Severity.Warning,
        Subject = model.ModelId.Value,
        What = $"{model.ModelId} is on {node.NodeId} alone.",
        Why = "When that node goes, requests for the model fail until it is back.",
        Advice = "Put its file on a second node and give it a pool there; 'llama-orch pools' shows which have slots.",
    };

    private static Finding OneNode(int models) => new()
    {
        Id = "fleet-of-one-node",
        Severity = Severity.Info,
        What = $"One node alone has every model ({models}).",
        Why = "When it goes, nothing is served.",
        Advice = "Fine for one machine; a second node with the same models would take over.",
    };

    private static Finding WrongFile(NodeAvailability node, ModelAvailability model) => new()
    {
        Id = "model-file-wrong",
        Severity = Severity.Error,
        Subject = model.ModelId.Value,
        What = $"The file of {model.ModelId} on {node.NodeId} is not the one that the catalog demands.",
        Why = "Its pools there get no work; it may be damaged, an older one, or somebody's own.",
        Advice = $"Compare its SHA-256 with GET /v2/catalog/models/{model.ModelId}, and copy it anew.",
    };
}
