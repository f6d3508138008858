using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LlamaOrch.Client.Diagnosis;
using Xunit;

namespace LlamaOrch.Client.Tests.Diagnosis;

[Trait("lane", "integration")]
public sealed class CertificateProbeTests
{
    [Fact]
    public async Task A_certificate_of_ones_own_is_shown_with_its_end_and_not_trusted()
    {
        var end = new DateTimeOffset(2040, 1, 2, 0, 0, 0, TimeSpan.Zero);
        using var key = ECDsa.Create();
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        using X509Certificate2 certificate = request.CreateSelfSigned(end.AddYears(-30), end);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task serving = ServeAsync(listener, certificate);

        SeenCertificate seen = await CertificateProbe.LookAsync(
            new Uri($"https://localhost:{((IPEndPoint)listener.LocalEndpoint).Port}"), CancellationToken.None);

        await serving;
        Assert.Equal(end, seen.NotAfter);
        Assert.NotNull(seen.Problem);
    }

    [Fact]
    public async Task An_address_where_nobody_listens_says_so()
    {
        using var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        int port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();

        SeenCertificate seen = await CertificateProbe.LookAsync(
            new Uri($"https://127.0.0.1:{port}"), CancellationToken.None);

        Assert.Null(seen.NotAfter);
        Assert.NotNull(seen.Problem);
    }

    private static async Task ServeAsync(TcpListener listener, X509Certificate2 certificate)
    {
        using TcpClient client = await listener.AcceptTcpClientAsync();
        await using var tls = new SslStream(client.GetStream());
        try
        {
            await tls.AuthenticateAsServerAsync(certificate);
            await tls.ReadExactlyAsync(new byte[1]);
        }
        catch (Exception left) when (left is IOException or System.Security.Authentication.AuthenticationException)
        {
            // The one who only looks goes as soon as it has seen.
        }
    }
}
