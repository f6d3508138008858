using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Waiting;

namespace LlamaOrch.TestKit.Proxies;

/// <summary>
/// A real nginx on loopback that passes everything to one address with the settings of its package: it buffers answers,
/// and speaks HTTP/1.0 to what is behind it.
/// </summary>
public sealed class NginxServer : IAsyncDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly Process server;

    private NginxServer(Uri behind)
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Url = new Uri($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}");
        }

        File.WriteAllText(directory.File("nginx.conf"), $$"""
            daemon off;
            master_process off;
            pid {{directory.File("pid")}};
            error_log stderr warn;
            events { }
            http {
              access_log off;
              client_body_temp_path {{directory.File("body")}};
              proxy_temp_path {{directory.File("proxy")}};
              fastcgi_temp_path {{directory.File("fastcgi")}};
              uwsgi_temp_path {{directory.File("uwsgi")}};
              scgi_temp_path {{directory.File("scgi")}};
              server {
                listen {{Url.Authority}};
                location / { proxy_pass http://{{behind.Authority}}; }
              }
            }
            """);
        server = Process.Start(new ProcessStartInfo("nginx", ["-c", directory.File("nginx.conf"), "-e", "stderr"])
        {
            WorkingDirectory = directory.Path,
        })!;
    }

    /// <summary>Where it answers.</summary>
    public Uri Url { get; }

    /// <summary>Starts it and waits until it takes connections.</summary>
    /// <param name="behind">Where it passes requests to.</param>
    public static async Task<NginxServer> StartAsync(Uri behind)
    {
        var made = new NginxServer(behind);
        await Eventually.HoldsAsync("nginx to take connections", made.TakesConnectionsAsync);
        return made;
    }

    /// <summary>Ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!server.HasExited)
            server.Kill();
        await server.WaitForExitAsync();
        server.Dispose();
        directory.Dispose();
    }

    private async Task<bool> TakesConnectionsAsync()
    {
        if (server.HasExited)
            throw new InvalidOperationException($"nginx ended with {server.ExitCode}");
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(IPAddress.Loopback, Url.Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
