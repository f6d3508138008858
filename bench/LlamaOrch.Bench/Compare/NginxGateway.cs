using System.Globalization;
using LlamaOrch.Bench.Processes;

namespace LlamaOrch.Bench.Compare;

/// <summary>nginx with one worker: pooled connections behind, no buffering of answers.</summary>
internal sealed class NginxGateway : IGateway
{
    // A user's PATH often lacks the folders for daemons.
    private static readonly string[] Places = ["/usr/sbin/nginx", "/usr/local/sbin/nginx", "/usr/bin/nginx"];

    public string Name => "nginx";

    public async Task<RunningGateway> StartAsync(BenchPlace place, Uri stub, CancellationToken cancellationToken)
    {
        int port = BenchPlace.FreePort();
        string folder = Directory.CreateDirectory(Path.Combine(place.Folder, "nginx")).FullName;
        string file = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(file, Configuration(folder, port, stub), cancellationToken);
        ChildProcess master = place.StartGateway(
            "nginx", Executable(), ["-p", folder, "-e", "stderr", "-c", file, "-g", "daemon off;"]);
        master.IgnoreOutput();
        return new RunningGateway(new Uri($"http://127.0.0.1:{port}"), () => Workers(master.Pid), master);
    }

    private static Dictionary<string, int> Workers(int master) => ChildPids.Of(master)
        .Select((pid, index) => KeyValuePair.Create(index == 0 ? "nginx" : $"nginx{index}", pid))
        .ToDictionary();

    private static string Executable() =>
        Places.FirstOrDefault(File.Exists)
        ?? throw new BenchException("nginx is not installed: run 'apt-get install nginx' first.");

    private static string Configuration(string folder, int port, Uri stub) => string.Create(
        CultureInfo.InvariantCulture,
        $$"""
        {{(Environment.UserName == "root" ? "user root;" : "")}}
        worker_processes 1;
        pid {{folder}}/nginx.pid;
        error_log stderr warn;
        events { worker_connections 4096; }
        http {
          access_log off;
          tcp_nodelay on;
          keepalive_timeout 1h;
          keepalive_requests 1000000000;
          client_body_buffer_size 64k;
          client_body_temp_path {{folder}}/body;
          proxy_temp_path {{folder}}/proxy;
          fastcgi_temp_path {{folder}}/fastcgi;
          uwsgi_temp_path {{folder}}/uwsgi;
          scgi_temp_path {{folder}}/scgi;
          upstream engine {
            server {{stub.Authority}};
            keepalive 512;
            keepalive_requests 1000000000;
          }
          server {
            listen 127.0.0.1:{{port}} backlog=1024;
            location / {
              proxy_pass http://engine;
              proxy_http_version 1.1;
              proxy_set_header Connection "";
              proxy_buffering off;
            }
          }
        }
        """);
}
