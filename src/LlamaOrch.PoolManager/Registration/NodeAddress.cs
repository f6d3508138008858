using System.Net;
using System.Net.Sockets;

namespace LlamaOrch.PoolManager.Registration;

/// <summary>The URL under which the control plane reaches this node.</summary>
internal static class NodeAddress
{
    /// <summary>
    /// The setting when there is one; otherwise the listening address, and where that is every address, the one
    /// from which this machine reaches the control plane.
    /// </summary>
    public static Uri Resolve(string? advertised, Uri listening, Uri orchestrator)
    {
        if (advertised is not null)
            return new Uri(advertised);
        if (!IPAddress.TryParse(listening.Host.Trim('[', ']'), out IPAddress? bound)
            || !(bound.Equals(IPAddress.Any) || bound.Equals(IPAddress.IPv6Any)))
            return listening;
        return new UriBuilder(listening) { Host = OutgoingAddress(orchestrator)?.ToString() ?? Dns.GetHostName() }.Uri;
    }

    /// <summary>Connecting a datagram socket sends nothing; it makes the system choose the address.</summary>
    private static IPAddress? OutgoingAddress(Uri orchestrator)
    {
        try
        {
            using var probe = new Socket(SocketType.Dgram, ProtocolType.Udp);
            probe.Connect(orchestrator.Host, orchestrator.Port);
            IPAddress? chosen = (probe.LocalEndPoint as IPEndPoint)?.Address;
            return chosen is { IsIPv4MappedToIPv6: true } ? chosen.MapToIPv4() : chosen;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
