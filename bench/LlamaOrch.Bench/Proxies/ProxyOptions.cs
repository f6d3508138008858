using System.CommandLine;
using System.Net;
using LlamaOrch.Bench.Wire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlamaOrch.Bench.Proxies;

/// <summary>What both of our own proxies share: where they listen, whom they ask, how Kestrel schedules.</summary>
internal sealed class ProxyOptions
{
    private readonly UrlOption upstream = new("--upstream") { Description = "http://IP:PORT.", Required = true };
    private readonly Option<int> port = new("--port") { Description = "Port on 127.0.0.1; 0 lets the system choose." };
    private readonly Option<bool> inline = new("--inline")
    {
        Description = "Continue on the I/O threads: for code that never blocks.",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(upstream);
        command.Options.Add(port);
        command.Options.Add(inline);
    }

    public Uri Upstream(ParseResult arguments) => arguments.GetValue(upstream)!;

    public WebApplicationBuilder CreateBuilder(ParseResult arguments)
    {
        // Read once, when the process makes its first socket: so it works from here, without a second process.
        if (arguments.GetValue(inline))
            Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, arguments.GetValue(port));
        });
        if (arguments.GetValue(inline))
            builder.Services.Configure<SocketTransportOptions>(sockets => sockets.UnsafePreferInlineScheduling = true);
        return builder;
    }

    /// <summary>Says where it listens and runs until told to stop.</summary>
    public static async Task<int> RunAsync(WebApplication app, CancellationToken cancellationToken)
    {
        await using (app)
        {
            await app.StartAsync(cancellationToken);
            ListeningLine.Write(app.Urls.First());
            await app.WaitForShutdownAsync(cancellationToken);
        }

        return 0;
    }
}
