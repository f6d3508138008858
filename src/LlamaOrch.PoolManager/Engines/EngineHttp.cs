using System.Net.Sockets;
using System.Text.Json;
using LlamaOrch.Hosting.Remotes;
using LlamaOrch.PoolManager.Configuration;
using Microsoft.Extensions.Options;

namespace LlamaOrch.PoolManager.Engines;

/// <summary>Small GETs at engines, bounded in time and size.</summary>
internal sealed class EngineHttp : IDisposable
{
    // /slots of a busy server is tens of kilobytes; a body beyond this is no answer to a health question.
    private const int AnswerBytesMax = 4 * 1024 * 1024;

    private readonly HttpClient http;
    private readonly TimeSpan timeout;
    private readonly TimeProvider time;

    public EngineHttp(IOptions<PoolManagerOptions> options, TimeProvider time)
    {
        this.time = time;
        timeout = TimeSpan.FromMilliseconds(options.Value.HealthTimeoutMs);
        http = new HttpClient(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            // llama-server closes idle connections after 5 s; ours are gone before that.
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(4),
        })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = AnswerBytesMax,
        };
    }

    /// <summary>Gets one route; every failure is a reply.</summary>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public async Task<EngineReply> GetAsync(EngineAttachment engine, string route, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, engine.At(route));
            request.Headers.Authorization = engine.Secret?.Header;
            using HttpResponseMessage response = await http.SendAsync(request, either.Token);
            int status = (int)response.StatusCode;
            return status switch
            {
                200 => new EngineReply(EngineHealth.Ok, status, await JsonOfAsync(response, either.Token), null),
                503 => new EngineReply(EngineHealth.Loading, status, default, "The engine loads its model."),
                401 or 403 => Unauthorized(engine, status),
                _ => Down(engine, $"answers {status} to {route}: it is no engine of this kind", status),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            string sentence = $"The engine at {engine.ShownUrl} gave no answer within {timeout.TotalSeconds:0.###} s.";
            return new EngineReply(EngineHealth.Silent, 0, default, sentence);
        }
        catch (Exception failure) when (RemoteFailure.IsAny(failure, cancellationToken))
        {
            return Down(engine, $"does not answer: {Reason(failure)}", 0);
        }
    }

    public void Dispose() => http.Dispose();

    private static EngineReply Unauthorized(EngineAttachment engine, int status)
    {
        if (engine.Secret is not EngineSecret secret)
        {
            return Down(
                engine,
                $"wants an API key (status {status}): name its file with engine_api_key_file, or its variable with "
                    + "engine_api_key_variable",
                status);
        }

        secret.Refresh();
        return Down(engine, $"does not take the API key of the settings (status {status})", status);
    }

    private static EngineReply Down(EngineAttachment engine, string what, int status) =>
        new(EngineHealth.Down, status, default, $"The engine at {engine.ShownUrl} {what}.");

    private static async Task<JsonElement> JsonOfAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        try
        {
            return body.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(body);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string Reason(Exception failure) => (failure as SocketException ?? failure.InnerException) switch
    {
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "connection refused",
        SocketException { SocketErrorCode: SocketError.HostNotFound } => "no such host",
        SocketException socket => socket.Message,
        _ => failure.Message.TrimEnd('.'),
    };
}
