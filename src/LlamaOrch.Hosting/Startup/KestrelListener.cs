using System.Text;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Hosting.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace LlamaOrch.Hosting.Startup;

/// <summary>Binds Kestrel to one address, under the rule that an open address needs a token.</summary>
public static class KestrelListener
{
    private static readonly TimeSpan SlowReaderGrace = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Listens on <paramref name="address"/>, with request bodies of at most <paramref name="bodyBytesMax"/>.
    /// </summary>
    /// <exception cref="StartupException">The address is reachable from other machines and no token is set.</exception>
    public static void ListenOn(
        this WebApplicationBuilder builder, BindAddress address, ApiTokens tokens, long bodyBytesMax)
    {
        if (!address.IsLoopback && !tokens.AreRequired)
        {
            throw new StartupException(
                ExitCode.TokenRequired,
                $"Refusing to listen on {address} without a token: set {ApiTokens.EnvironmentVariable}, "
                + "or bind to 127.0.0.1.");
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // RFC 9110 lets a header have any byte above 0x7F. One byte is one character here, in and out: nothing is
            // refused for it, and what is echoed or passed on leaves as it came.
            kestrel.RequestHeaderEncodingSelector = static _ => Encoding.Latin1;
            kestrel.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
            kestrel.Limits.MaxRequestBodySize = bodyBytesMax;
            // A client that stops reading holds a slot. The rate counts only while bytes wait to be taken, so a stream
            // that is slow because its tokens are slow is never cut.
            kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 100, gracePeriod: SlowReaderGrace);
            kestrel.Listen(address.Address, address.Port);
        });
    }

    /// <summary>The URL that a started application answers on, with the port that the system chose.</summary>
    public static Uri ListeningUrl(this WebApplication app) =>
        new(app.Services.GetRequiredService<IServer>().Features
            .Get<IServerAddressesFeature>()!.Addresses.First());
}
