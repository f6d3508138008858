namespace LlamaOrch.Client.Diagnosis.Checks;

/// <summary>Whether certificates last and are trusted, and whether tokens travel where others can read them.</summary>
internal sealed class CertificateCheck : ICheck
{
    private static readonly TimeSpan Soon = TimeSpan.FromDays(21);
    private static readonly TimeSpan VerySoon = TimeSpan.FromDays(3);

    public IEnumerable<Finding> Examine(FleetPicture fleet)
    {
        Finding[] bad = [.. fleet.Certificates.SelectMany(seen => Judge(seen, fleet.Now))];
        foreach (Finding finding in bad)
            yield return finding;
        string[] readable = [.. fleet.Nodes.Select(node => node.Address).Prepend(fleet.Url)
            .Where(address => address.Scheme == "http" && !address.IsLoopback)
            .Select(address => address.Authority)];
        if (fleet.Status?.TokenRequired == true && readable.Length > 0)
        {
            yield return new Finding
            {
                Id = "plain-http",
                Severity = Severity.Warning,
                What = $"Tokens and prompts travel unencrypted to {Enumeration.Of(readable)}.",
                Why = "Whoever can read that network can read them, and then do what the token may.",
                Advice = "Put a proxy with TLS or an encrypted network (WireGuard) in between, unless you trust it.",
            };
        }
        else if (bad.Length == 0)
        {
            yield return Finding.Well("certificate-trusted", fleet.Certificates.Count == 0
                ? "No address is https, and none needs to be."
                : $"{fleet.Certificates.Count} certificates are trusted and last longer than {Soon.Days} days.");
        }
    }

    private static IEnumerable<Finding> Judge(SeenCertificate seen, DateTimeOffset now)
    {
        if (seen.NotAfter is DateTimeOffset end && end - now < Soon)
        {
            bool isOver = end <= now;
            yield return new Finding
            {
                Id = isOver ? "certificate-expired" : "certificate-expiring",
                Severity = end - now < VerySoon ? Severity.Error : Severity.Warning,
                Subject = seen.Address.Authority,
                What = isOver
                    ? $"The certificate of {seen.Address.Authority} has ended on {end:yyyy-MM-dd}."
                    : $"The certificate of {seen.Address.Authority} ends on {end:yyyy-MM-dd}.",
                Why = "From then on nobody connects: clients, or the other half of the fleet.",
                Advice = "Renew it where TLS ends (the proxy), and see that the renewal runs by itself.",
            };
        }
        else if (seen.Problem is string problem)
        {
            yield return new Finding
            {
                Id = "certificate-untrusted",
                Severity = Severity.Warning,
                Subject = seen.Address.Authority,
                What = $"This machine does not trust {seen.Address.Authority}: {problem}",
                Why = "Daemons that do not trust it either do not connect.",
                Advice = "Install the authority's certificate on every machine, or use one that they know.",
                Cause = problem,
            };
        }
    }
}
