using LlamaOrch.Client.Diagnosis;
using LlamaOrch.Client.Diagnosis.Checks;
using LlamaOrch.Client.Tests.Scenes;
using Xunit;
using static LlamaOrch.Client.Tests.Scenes.Pictures;

namespace LlamaOrch.Client.Tests.Diagnosis;

[Trait("lane", "unit")]
public sealed class CertificateCheckTests
{
    private static readonly Uri Https = new("https://fleet.example:8443");

    private readonly CertificateCheck check = new();

    [Theory]
    [InlineData(-1, "certificate-expired", Severity.Error)]
    [InlineData(2, "certificate-expiring", Severity.Error)]
    [InlineData(20, "certificate-expiring", Severity.Warning)]
    public void A_certificate_is_found_before_it_ends(int days, string id, Severity severity) =>
        check.Finds(Seen(days, null), id, severity, "fleet.example:8443", "fleet.example:8443");

    [Fact]
    public void A_certificate_with_three_weeks_left_is_well() => check.FindsNothingIn(Seen(22, null));

    [Fact]
    public void A_certificate_that_is_not_trusted_says_why() => check.Finds(
        Seen(300, "its root is not known."),
        "certificate-untrusted", Severity.Warning, "fleet.example:8443", "its root is not known.");

    [Fact]
    public void A_token_over_plain_http_is_found_beyond_this_machine_only()
    {
        check.FindsNothingIn(Well());
        check.Finds(
            Well() with { Url = new Uri("http://10.0.0.1:8080") },
            "plain-http", Severity.Warning, null, "10.0.0.1:8080");
    }

    private static FleetPicture Seen(int days, string? problem) => Well() with
    {
        Url = Https,
        Certificates = [new SeenCertificate(Https, Now.AddDays(days), problem)],
    };
}
