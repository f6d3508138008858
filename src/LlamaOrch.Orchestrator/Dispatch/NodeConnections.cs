using System.Net;
using System.Net.Sockets;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Orchestrator.Fleet;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>
/// Opens the connections to nodes and cuts those of a node that is offline, so that no answer hangs for longer than it
/// takes to find a node dead: a frozen machine sends no reset. Costs nothing per request.
/// </summary>
internal sealed class NodeConnections : IFleetFollower
{
    // Linux's TCP_USER_TIMEOUT: how long sent bytes may stay unacknowledged. Keep-alive says nothing while there are
    // any.
    private const int TcpLevel = 6;
    private const int TcpUserTimeout = 18;
    private const int SilenceMaxMs = 30_000;

    private static readonly HttpRequestOptionsKey<bool> IsNew = new("llorch.new-connection");

    private readonly Lock gate = new();
    private readonly Dictionary<DnsEndPoint, HashSet<NodeConnection>> open = [];
    private HashSet<DnsEndPoint> offline = [];

    /// <summary>Whether a connection was made for a request, instead of taking one that was kept.</summary>
    public static bool WasMadeFor(HttpRequestMessage request) =>
        request.Options.TryGetValue(IsNew, out bool made) && made;

    /// <summary>Connects; a node that is offline is refused at once.</summary>
    /// <exception cref="IOException">The node is offline.</exception>
    public async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        context.InitialRequestMessage.Options.Set(IsNew, true);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            KeepAlive(socket);
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return Track(socket, context.DnsEndPoint);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void OnFleet(FleetSnapshot fleet)
    {
        // A node that came back under another name has left its old one offline at the same address.
        HashSet<DnsEndPoint> now = [.. Addresses(fleet, offlineOnes: true)];
        now.ExceptWith(Addresses(fleet, offlineOnes: false));
        NodeConnection[] dead;
        lock (gate)
        {
            offline = now;
            dead = [.. now.SelectMany(node => open.GetValueOrDefault(node) ?? [])];
        }

        foreach (NodeConnection connection in dead)
            connection.Cut();
    }

    /// <summary>A connection has ended.</summary>
    public void Forget(DnsEndPoint node, NodeConnection connection)
    {
        lock (gate)
        {
            if (open.TryGetValue(node, out HashSet<NodeConnection>? connections)
                && connections.Remove(connection) && connections.Count == 0)
                open.Remove(node);
        }
    }

    private static IEnumerable<DnsEndPoint> Addresses(FleetSnapshot fleet, bool offlineOnes) => fleet.Nodes
        .Where(node => node.State == NodeState.Offline == offlineOnes)
        .Select(node => new DnsEndPoint(node.Address.IdnHost, node.Address.Port));

    private NodeConnection Track(Socket socket, DnsEndPoint node)
    {
        lock (gate)
        {
            if (offline.Contains(node))
                throw new IOException($"the node at {node.Host}:{node.Port} is offline");
            if (!open.TryGetValue(node, out HashSet<NodeConnection>? connections))
                open[node] = connections = [];
            var connection = new NodeConnection(socket, node, this);
            connections.Add(connection);
            return connection;
        }
    }

    private static void KeepAlive(Socket socket)
    {
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 15);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
        if (OperatingSystem.IsLinux())
            socket.SetRawSocketOption(TcpLevel, TcpUserTimeout, BitConverter.GetBytes(SilenceMaxMs));
    }
}
