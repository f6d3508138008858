using LlamaOrch.Client.Models;

namespace LlamaOrch.Client.Diagnosis.Checks;

/// <summary>Whether every model that the fleet lists can be served by somebody.</summary>
internal sealed class ModelCheck : ICheck
{
    public IEnumerable<Finding> Examine(FleetPicture fleet)
    {
        ModelSituation[] models = [.. ModelSituation.Of(fleet.Nodes, fleet.Pools)
            .Where(model => fleet.Offered?.Contains(model.Id) != false)];
        Finding[] found = [.. models.Where(model => !model.Served).Select(Judge)];
        return found.Length > 0 || models.Length == 0
            ? found
            : [Finding.Well("model-unserved", $"Models, each with a pool that takes work: {models.Length}.")];
    }

    private static Finding Judge(ModelSituation model) => model.Starting
        ? new Finding
        {
            Id = "model-starting",
            Severity = Severity.Info,
            Subject = model.Id,
            What = $"Nobody serves {model.Id} yet: {model.Cause}",
            Why = "Its tasks wait until a pool is ready.",
            Advice = "Wait; a large model takes minutes.",
        }
        : new Finding
        {
            Id = "model-unserved",
            Severity = Severity.Error,
            Subject = model.Id,
            What = $"Nobody can serve {model.Id}: {model.Cause}",
            Why = "Clients see the model in GET /v1/models, and their requests wait or are refused.",
            Advice = "Bring one of these pools back: start its node's pool-managerd, POST /v2/pools/POOL/preload on "
                + "the node for a pool that was drained, or mend what its finding in this report names.",
            Cause = model.Cause,
        };
}
