using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Hosting.Exposition;
using LlamaOrch.Orchestrator.Fleet;

namespace LlamaOrch.Orchestrator.Metrics;

/// <summary>Models: those that were registered and those that nodes have, never a client's text.</summary>
internal sealed class CatalogMetrics : IFleetFollower
{
    private static readonly ModelState[] States = Enum.GetValues<ModelState>();

    private readonly Lock gate = new();
    private readonly Counter verifications;
    private readonly Gauge state;
    private HashSet<string> shown = [FleetMetrics.Unknown];

    public CatalogMetrics(MetricRegistry registry)
    {
        verifications = registry.CreateCounter(
            "catalog_verifications_total",
            "Comparisons of a node's model file with the catalog's digest: when asked for, and when one is found to be"
            + " right or wrong.",
            ["result"]);
        foreach (VerificationResult result in Enum.GetValues<VerificationResult>())
            verifications.WithLabels(Word(result));
        state = registry.CreateGauge(
            "model_state", "1 for the state that the model is in, else 0.", ["model_id", "state"]);
        foreach (ModelState each in States)
            state.WithLabels(FleetMetrics.Unknown, each.ToString());
    }

    /// <summary>A file was compared.</summary>
    public void Verified(VerificationResult result) => verifications.WithLabels(Word(result)).Inc();

    public void OnFleet(FleetSnapshot fleet)
    {
        HashSet<string> models =
        [
            .. fleet.Catalog.Models.Keys,
            .. fleet.Models,
            .. fleet.Nodes.SelectMany(node => node.Models, (_, file) => file.ModelId.Value),
        ];
        lock (gate)
        {
            foreach (string model in models)
            {
                bool isRetired = fleet.Catalog.IsRetired(new(model));
                foreach (ModelState each in States)
                    state.WithLabels(model, each.ToString()).Set(isRetired == (each == ModelState.Retired) ? 1 : 0);
            }

            // Exactly while there is no model does one without a name stand at 0.
            if (models.Count == 0)
            {
                models.Add(FleetMetrics.Unknown);
                foreach (ModelState each in States)
                    state.WithLabels(FleetMetrics.Unknown, each.ToString()).Set(0);
            }

            foreach (string gone in shown.Where(model => !models.Contains(model)))
            {
                foreach (ModelState each in States)
                    state.RemoveLabelled(gone, each.ToString());
            }

            shown = models;
        }
    }

    private static string Word(VerificationResult result) => result switch
    {
        VerificationResult.Verified => "verified",
        VerificationResult.Mismatch => "mismatch",
        VerificationResult.Pending => "pending",
        VerificationResult.Absent => "absent",
        _ => "unknown",
    };
}
