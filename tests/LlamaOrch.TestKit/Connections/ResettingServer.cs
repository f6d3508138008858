using System.Net;
using System.Net.Sockets;

namespace LlamaOrch.TestKit.Connections;

/// <summary>
/// Takes connections and resets each at once, as a TCP front without a backend does. A real daemon can't be asked to.
/// </summary>
public sealed class ResettingServer : IDisposable
{
    private readonly TcpListener listener;
    private readonly Thread accepting;
    private int count;

    private ResettingServer(TcpListener listener)
    {
        this.listener = listener;
        Url = new Uri($"http://{listener.LocalEndpoint}");
        // A thread that blocks is quicker than a task: the reset shall come before the caller has looked around.
        accepting = new Thread(Accept) { IsBackground = true, Name = "resetting-server" };
        accepting.Start();
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>Connections that were reset so far.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Starts one on a port of its own.</summary>
    public static ResettingServer Start()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        // Closing with no time to linger is a reset; accepted sockets inherit it.
        listener.Server.LingerState = new LingerOption(true, 0);
        listener.Start();
        return new ResettingServer(listener);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        listener.Stop();
        accepting.Join();
    }

    private void Accept()
    {
        try
        {
            while (true)
            {
                listener.AcceptSocket().Close();
                Interlocked.Increment(ref count);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException
            or InvalidOperationException)
        {
            // The test has ended.
        }
    }
}
