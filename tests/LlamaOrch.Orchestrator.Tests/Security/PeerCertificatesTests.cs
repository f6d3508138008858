using LlamaOrch.Hosting.Security;
using LlamaOrch.TestKit.Certificates;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Security;

[Trait("lane", "integration")]
public sealed class PeerCertificatesTests
{
    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_refused_and_its_end_is_told_all_the_same()
    {
        using var authority = new TestAuthority();
        DateTimeOffset end = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.AddDays(9).ToUnixTimeSeconds());
        await using var peer = new TlsRelay(authority.Issue(end));
        var seen = new List<(string, DateTimeOffset)>();
        using var http = new HttpClient(PeerCertificates.Watching((shower, ends) => seen.Add((shower, ends))));

        HttpRequestException refused = await Assert.ThrowsAsync<HttpRequestException>(
            () => http.GetAsync(peer.Url, TestContext.Current.CancellationToken));

        Assert.Equal(HttpRequestError.SecureConnectionError, refused.HttpRequestError);
        Assert.Equal((peer.Url.Authority, end), Assert.Single(seen));
    }

    [Fact]
    public void A_renewed_certificate_is_seen_before_the_alert_speaks_of_the_old_one()
    {
        using SocketsHttpHandler handler = PeerCertificates.Watching((_, _) => { });

        Assert.InRange(handler.PooledConnectionLifetime, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(30));
    }
}
