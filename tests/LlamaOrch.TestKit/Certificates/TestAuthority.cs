using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace LlamaOrch.TestKit.Certificates;

/// <summary>
/// An authority of a test's own. Processes that are started with <see cref="Environment"/> trust it beside those of
/// the system.
/// </summary>
public sealed class TestAuthority : IDisposable
{
    private static readonly TimeSpan Life = TimeSpan.FromDays(3650);

    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 root;
    private readonly Files.TemporaryDirectory directory = new();

    /// <summary>Makes one.</summary>
    public TestAuthority()
    {
        var request = new CertificateRequest("CN=llama-orch test authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        root = request.CreateSelfSigned(DateTimeOffset.UtcNow - Life, DateTimeOffset.UtcNow + Life);
        File.WriteAllText(directory.File("ca.pem"), root.ExportCertificatePem());
    }

    /// <summary>Variables that make a process trust it.</summary>
    public IReadOnlyDictionary<string, string?> Environment => new Dictionary<string, string?>
    {
        ["SSL_CERT_FILE"] = directory.File("ca.pem"),
    };

    /// <summary>A certificate of localhost and 127.0.0.1.</summary>
    /// <param name="end">When it ends, to the second; it began a year before.</param>
    public X509Certificate2 Issue(DateTimeOffset end)
    {
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", own, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 issued = request.Create(
            root, end - TimeSpan.FromDays(365), end, RandomNumberGenerator.GetBytes(16));
        using X509Certificate2 whole = issued.CopyWithPrivateKey(own);
        // Only a key that was loaded from a file can be shown on every system.
        return X509CertificateLoader.LoadPkcs12(whole.Export(X509ContentType.Pkcs12), null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        root.Dispose();
        key.Dispose();
        directory.Dispose();
    }
}
