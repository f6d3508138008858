using System.Net.Sockets;
using LlamaOrch.Bench.Wire;

namespace LlamaOrch.Bench.Load;

/// <summary>One keep-alive connection of a blocking thread; a new one only when the old one has ended.</summary>
internal sealed class LoadConnection(LoadSettings settings) : IDisposable
{
    private Socket? socket;
    private MessageReader? reader;

    /// <summary>Reads the answers.</summary>
    public MessageReader Reader => reader!;

    /// <summary>Sends a request and reads the head of its answer.</summary>
    /// <exception cref="EndOfStreamException">The peer closed before.</exception>
    public MessageHead Ask(ReadOnlySpan<byte> request)
    {
        if (socket is null)
            Connect();
        socket!.Send(request);
        if (!reader!.ReadHead(out _))
            throw new EndOfStreamException("the peer closed before its answer");
        return reader.Head;
    }

    /// <summary>Reads to the body's end and returns its last byte; 0 when it is empty.</summary>
    public byte SkipBody()
    {
        byte last = 0;
        ReadOnlySpan<byte> piece;
        while (!(piece = Reader.ReadBody()).IsEmpty)
            last = piece[^1];
        return last;
    }

    /// <summary>Closes it; the next request opens another.</summary>
    public void Close()
    {
        socket?.Dispose();
        (socket, reader) = (null, null);
    }

    public void Dispose() => Close();

    private void Connect()
    {
        int silenceMs = (int)settings.SilenceMax.TotalMilliseconds;
        socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)
        {
            NoDelay = true,
            ReceiveTimeout = silenceMs,
            SendTimeout = silenceMs,
        };
        socket.Connect(settings.Endpoint);
        reader = new MessageReader(socket);
    }
}
