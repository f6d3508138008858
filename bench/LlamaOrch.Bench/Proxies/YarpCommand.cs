using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Configuration;

namespace LlamaOrch.Bench.Proxies;

/// <summary><c>yarp</c>: YARP with one route and one destination, and nothing switched on that costs.</summary>
internal sealed class YarpCommand : Command
{
    private readonly ProxyOptions options = new();

    public YarpCommand()
        : base("yarp", "A YARP reverse proxy, for comparison.")
    {
        options.AddTo(this);
        SetAction(RunAsync);
    }

    private Task<int> RunAsync(ParseResult arguments, CancellationToken cancellationToken)
    {
        WebApplicationBuilder builder = options.CreateBuilder(arguments);
        builder.Services.AddReverseProxy()
            .LoadFromMemory(
                [new RouteConfig { RouteId = "all", ClusterId = "stub", Match = new() { Path = "{**rest}" } }],
                [
                    new ClusterConfig
                    {
                        ClusterId = "stub",
                        Destinations = new Dictionary<string, DestinationConfig>
                        {
                            ["stub"] = new() { Address = options.Upstream(arguments).ToString() },
                        },
                    },
                ])
            .ConfigureHttpClient((_, handler) => UpstreamHandler.Configure(handler));
        WebApplication app = builder.Build();
        app.MapReverseProxy();
        return ProxyOptions.RunAsync(app, cancellationToken);
    }
}
