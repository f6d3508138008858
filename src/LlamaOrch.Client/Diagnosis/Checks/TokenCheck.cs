using LlamaOrch.Contracts.Meta;

namespace LlamaOrch.Client.Diagnosis.Checks;

/// <summary>Whether callers need a token where others can reach the fleet, and whether ours opens enough.</summary>
internal sealed class TokenCheck : ICheck
{
    public IEnumerable<Finding> Examine(FleetPicture fleet)
    {
        if (fleet.Status is not ControlPlaneView status)
        {
            yield return new Finding
            {
                Id = "token-unknown",
                Severity = Severity.Info,
                What = "The control plane does not tell whether callers need a token.",
                Why = "It is older than this program.",
                Advice = $"Bring orchestratord to {fleet.OwnVersion}.",
            };
            yield break;
        }

        string[] open = [.. fleet.Nodes.Select(node => node.Address).Prepend(fleet.Url)
            .Where(address => !address.IsLoopback)
            .Select(address => address.Authority)];
        if (!status.TokenRequired && open.Length > 0)
        {
            yield return new Finding
            {
                Id = "token-none",
                Severity = Severity.Error,
                What = $"Nobody needs a token, and the fleet is reached beyond its machine: {Enumeration.Of(open)}.",
                Why = "Whoever reaches these addresses can use every model, take nodes out and put others in.",
                Advice = "Set LLORCH_API_TOKEN, the same for orchestratord and each pool-managerd, and restart them.",
            };
        }
        else if (!status.TokenRequired)
        {
            yield return Finding.Well("token-none", "Nobody needs a token, and only this machine reaches the fleet.");
        }

        if (status.Role != "admin")
        {
            yield return new Finding
            {
                Id = "token-role",
                Severity = Severity.Info,
                What = $"The token that was shown may do what a {status.Role} may, and no more.",
                Why = "Looking needs no more; draining nodes and changing the catalog does.",
                Advice = "For these, set LLORCH_API_TOKEN to a key of the role admin.",
            };
        }

        if (status is { TokenRequired: true, Role: "admin" })
            yield return Finding.Well("token-accepted", "A token is needed, and the one shown may do everything.");
    }
}
