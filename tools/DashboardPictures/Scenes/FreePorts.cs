using System.Net;
using System.Net.Sockets;

namespace LlamaOrch.Tools.DashboardPictures.Scenes;

/// <summary>Ports for daemons whose address is known before they start.</summary>
internal static class FreePorts
{
    /// <summary>A port that nobody uses now.</summary>
    public static int Take()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
