using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace LlamaOrch.Hosting.Security;

/// <summary>
/// Looks at the certificates that others show to a daemon over https: one that is about to end would take the fleet
/// apart overnight, so it is said before.
/// </summary>
public static class PeerCertificates
{
    /// <summary>The gauge of both daemons.</summary>
    public const string MetricName = "tls_certificate_not_after_timestamp_seconds";

    /// <summary>Its help.</summary>
    public const string MetricHelp =
        "When the certificate ends that the peer showed over https, the earliest of several; 0 while none was seen.";

    /// <summary>Its label.</summary>
    public const string MetricLabel = "peer";

    // A certificate is shown when a connection begins. One that was renewed without a break must be seen before the
    // alert, which waits for an hour, speaks of the old one.
    private static readonly TimeSpan ConnectionLifeMax = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Calls other daemons, directly and without memory; tells of each certificate, and accepts what it would accept
    /// without. Connections are renewed every 15 minutes, so that a new certificate is seen.
    /// </summary>
    /// <param name="seen">
    /// Told the peer, as the authority of its URL since several may share a host, and when its certificate ends.
    /// </param>
    public static SocketsHttpHandler Watching(Action<string, DateTimeOffset> seen) => new()
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        PooledConnectionLifetime = ConnectionLifeMax,
        ConnectCallback = (context, cancellationToken) => ConnectAsync(context, seen, cancellationToken),
    };

    // The handler's own callback for certificates is told the host alone.
    private static async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, Action<string, DateTimeOffset> seen, CancellationToken cancellationToken)
    {
        Uri peer = context.InitialRequestMessage.RequestUri!;
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (peer.Scheme != Uri.UriSchemeHttps)
                return stream;
            var secure = new SslStream(stream);
            stream = secure;
            await secure.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = context.DnsEndPoint.Host,
                    RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                    {
                        if (certificate is X509Certificate2 shown)
                            seen(peer.Authority, shown.NotAfter);
                        return errors == SslPolicyErrors.None;
                    },
                },
                cancellationToken);
            return secure;
        }
        catch
        {
            if (stream is not null)
                await stream.DisposeAsync();
            socket.Dispose();
            throw;
        }
    }
}
