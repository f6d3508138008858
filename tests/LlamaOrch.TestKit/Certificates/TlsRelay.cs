using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace LlamaOrch.TestKit.Certificates;

/// <summary>Ends TLS before a daemon, as a proxy does: https comes in, http goes on.</summary>
public sealed class TlsRelay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource over = new();
    private readonly ConcurrentDictionary<Task, bool> connections = new();
    private readonly Task accepting;
    private volatile Uri? target;
    private volatile X509Certificate2 certificate;

    /// <summary>Starts one.</summary>
    /// <param name="certificate">What it shows.</param>
    /// <param name="host">Its name: <c>localhost</c> or <c>127.0.0.1</c>.</param>
    public TlsRelay(X509Certificate2 certificate, string host = "localhost")
    {
        this.certificate = certificate;
        listener.Start();
        Url = new Uri($"https://{host}:{((IPEndPoint)listener.LocalEndpoint).Port}");
        accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>The daemon behind it; connections are closed while there is none.</summary>
    public Uri? Target
    {
        get => target;
        set => target = value;
    }

    /// <summary>What new connections are shown.</summary>
    public X509Certificate2 Certificate
    {
        get => certificate;
        set => certificate = value;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync();
        listener.Dispose();
        await accepting;
        await Task.WhenAll(connections.Keys);
        over.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Task connection = PassAsync(await listener.AcceptTcpClientAsync(over.Token));
                connections.TryAdd(connection, true);
                _ = connection.ContinueWith(
                    ended => connections.TryRemove(ended, out _), TaskScheduler.Default);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task PassAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await using var secure = new SslStream(client.GetStream());
                await secure.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions { ServerCertificate = Certificate }, over.Token);
                if (Target is not Uri daemonUrl)
                    return;
                using var daemon = new TcpClient();
                await daemon.ConnectAsync(daemonUrl.Host, daemonUrl.Port, over.Token);
                await using NetworkStream plain = daemon.GetStream();
                using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token);
                await Task.WhenAny(
                    secure.CopyToAsync(plain, either.Token), plain.CopyToAsync(secure, either.Token));
                await either.CancelAsync();
            }
            catch (Exception failure) when (failure is IOException or SocketException or AuthenticationException
                or OperationCanceledException)
            {
                // A client that does not trust what it is shown, or one side that has left.
            }
        }
    }
}
