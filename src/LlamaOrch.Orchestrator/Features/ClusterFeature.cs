using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Serialization;

namespace LlamaOrch.Orchestrator.Features;

internal static class ClusterFeature
{
    /// <summary>
    /// Hosts the control plane's grains: one silo on loopback, in memory, that needs nothing installed.
    /// </summary>
    public static void AddControlCluster(this WebApplicationBuilder builder) => builder.UseOrleans(silo =>
    {
        // Several control planes may share a machine (a test, a second profile), so no fixed port will do.
        silo.UseLocalhostClustering(FreeLoopbackPort(), gatewayPort: 0);
        // By the wall clock, silos that began long ago and are not in the table count as dead; a clock that is set
        // while this one starts would make it end itself. There are no others to tell it from.
        silo.Configure<ClusterMembershipOptions>(membership => membership.SiloGenerationRetirementAge = null);
        silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(30));
        silo.Services.AddSerializer(serializer => serializer.AddJsonSerializer(
            type => type.Namespace?.StartsWith("LlamaOrch.", StringComparison.Ordinal) == true));
    });

    private static int FreeLoopbackPort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
