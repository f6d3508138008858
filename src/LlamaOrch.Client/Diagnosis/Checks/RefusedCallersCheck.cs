namespace LlamaOrch.Client.Diagnosis.Checks;

/// <summary>
/// Whether somebody knocks with a wrong token: a node that is not let in is in no list, and this is how it shows.
/// </summary>
internal sealed class RefusedCallersCheck : ICheck
{
    private const string Unauthorized = "unauthorized";

    public IEnumerable<Finding> Examine(FleetPicture fleet)
    {
        double nodes = fleet.Growth("orchd_node_registrations_total", "outcome", Unauthorized)
            + fleet.Growth("orchd_node_heartbeats_total", "outcome", Unauthorized);
        double past = fleet.After.Sum("orchd_node_registrations_total", "outcome", Unauthorized)
            + fleet.After.Sum("orchd_node_heartbeats_total", "outcome", Unauthorized);
        double others = fleet.Growth("auth_failures_total");
        if (nodes > 0)
        {
            yield return new Finding
            {
                Id = "node-token-refused",
                Severity = Severity.Error,
                What = $"A node is refused for its token: {nodes:0} times within {fleet.Observed.TotalSeconds:0} s.",
                Why = "It can't join, so its pools get no work, and no list shows it.",
                Advice = "Find it by its log ('The token is not one that this server accepts') and give it the "
                    + "control plane's LLORCH_API_TOKEN, or a key of the role node.",
            };
        }
        else if (past > 0)
        {
            yield return new Finding
            {
                Id = "node-token-refused",
                Severity = Severity.Info,
                What = $"Since its start the control plane has refused {past:0} registrations and heartbeats for "
                    + "their token; none just now.",
                Why = "A node may have given up, or its token may have been put right.",
                Advice = "If a node is missing from 'llama-orch nodes', look into its log.",
            };
        }
        else if (others > 0)
        {
            yield return new Finding
            {
                Id = "caller-token-refused",
                Severity = Severity.Warning,
                What = $"{others:0} calls without a good token within {fleet.Observed.TotalSeconds:0} s.",
                Why = "A client has a wrong token, or somebody tries tokens.",
                Advice = "Look for 'Refused' in orchestratord's log; it names the calls by their correlation id.",
            };
        }
        else
        {
            yield return Finding.Well("node-token-refused", "Nobody is refused for a token.");
        }
    }
}
