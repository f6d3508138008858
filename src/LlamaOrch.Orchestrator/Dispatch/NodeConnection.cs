using System.Net;
using System.Net.Sockets;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>One connection to a node that can be cut from outside.</summary>
internal sealed class NodeConnection(Socket socket, DnsEndPoint node, NodeConnections owner)
    : NetworkStream(socket, ownsSocket: true)
{
    /// <summary>Ends it: whoever reads sees its end, whoever writes a failure. Never throws.</summary>
    public void Cut()
    {
        try
        {
            Socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException)
        {
            // It has ended by itself.
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            owner.Forget(node, this);
        base.Dispose(disposing);
    }
}
