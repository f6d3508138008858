using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LlamaOrch.TestKit.Connections;

/// <summary>
/// Answers each connection's first request with the same bytes, whatever they are, and closes it: for answers that no
/// server of ours or of a library can be asked to give.
/// </summary>
public sealed class RawServer : IAsyncDisposable
{
    private const int RequestBytesMax = 64 * 1024;

    private readonly TcpListener listener;
    private readonly byte[] answer;
    private readonly Task accepting;

    private RawServer(TcpListener listener, byte[] answer)
    {
        (this.listener, this.answer) = (listener, answer);
        Url = new Uri($"http://{listener.LocalEndpoint}");
        accepting = AcceptAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Url { get; }

    /// <summary>Starts one on a port of its own.</summary>
    /// <param name="answer">Status line, headers, empty line and body.</param>
    public static RawServer Start(string answer)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new RawServer(listener, Encoding.UTF8.GetBytes(answer));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await accepting;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                using Socket socket = await listener.AcceptSocketAsync();
                await AnswerAsync(socket);
            }
        }
        catch (Exception stopped) when (stopped is SocketException or ObjectDisposedException
            or InvalidOperationException)
        {
            // The test has ended.
        }
    }

    private async Task AnswerAsync(Socket socket)
    {
        try
        {
            await ReadRequestAsync(socket);
            await socket.SendAsync(answer);
            socket.Shutdown(SocketShutdown.Send);
            // Closing with bytes unread would be a reset, which may overtake the answer.
            byte[] rest = new byte[1024];
            while (await socket.ReceiveAsync(rest) > 0)
            {
            }
        }
        catch (SocketException)
        {
            // The caller has gone: there will be others.
        }
    }

    private static async Task ReadRequestAsync(Socket socket)
    {
        byte[] request = new byte[RequestBytesMax];
        int count = 0;
        while (count < request.Length && request.AsSpan(0, count).IndexOf("\r\n\r\n"u8) < 0)
        {
            int read = await socket.ReceiveAsync(request.AsMemory(count));
            if (read == 0)
                return;
            count += read;
        }
    }
}
