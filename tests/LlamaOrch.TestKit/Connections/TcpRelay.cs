using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LlamaOrch.TestKit.Connections;

/// <summary>
/// Passes bytes on to a server, and stops passing them without closing anything: what a firewall that forgets a
/// connection, a machine that loses its power, or a proxy that hangs looks like to both ends.
/// </summary>
public sealed class TcpRelay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly int target;
    private readonly ConcurrentBag<Socket> sockets = [];
    private readonly CancellationTokenSource ending = new();
    private readonly Task accepting;
    private volatile CancellationTokenSource passing = new();
    private volatile bool isStalled;

    private TcpRelay(int target)
    {
        this.target = target;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>The relay's own port on loopback.</summary>
    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Starts one in front of a port of loopback.</summary>
    public static TcpRelay Start(int target) => new(target);

    /// <summary>Every connection so far stays open and passes nothing more; new ones work.</summary>
    public void Freeze()
    {
        CancellationTokenSource before = passing;
        passing = new CancellationTokenSource();
        before.Cancel();
    }

    /// <summary>Connections of now and later are taken and pass nothing.</summary>
    public void Stall()
    {
        isStalled = true;
        Freeze();
    }

    /// <summary>New connections work again; those of before stay as they are.</summary>
    public void Recover() => isStalled = false;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        await accepting;
        foreach (Socket socket in sockets)
            socket.Dispose();
        passing.Dispose();
        ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await listener.AcceptSocketAsync(ending.Token);
                sockets.Add(client);
                if (!isStalled)
                    await JoinAsync(client, passing.Token);
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task JoinAsync(Socket client, CancellationToken frozen)
    {
        var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
        sockets.Add(server);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, target, ending.Token);
        }
        catch (SocketException)
        {
            client.Dispose();
            return;
        }

        _ = Task.WhenAll(PassAsync(client, server, frozen), PassAsync(server, client, frozen));
    }

    private static async Task PassAsync(Socket from, Socket to, CancellationToken frozen)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, frozen) is int count and > 0)
                await to.SendAsync(buffer.AsMemory(0, count), frozen);
            to.Dispose();
        }
        catch (OperationCanceledException)
        {
            // Frozen: both sockets stay open.
        }
        catch (Exception broken) when (broken is SocketException or ObjectDisposedException)
        {
            to.Dispose();
        }
    }
}
