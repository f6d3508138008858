using System.Net;
using System.Net.Sockets;

namespace LlamaOrch.Ops.Tests.Live;

/// <summary>Addresses for programs that must be found at the same one in their next life.</summary>
internal static class FreePorts
{
    /// <summary>An address on loopback that nobody has now.</summary>
    public static Uri Next()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return new Uri($"http://{probe.LocalEndpoint}");
    }
}
