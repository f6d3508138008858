using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Processes;
using LlamaOrch.Hosting.Remotes;

namespace LlamaOrch.Cli.Home;

/// <summary>A running inference server, asked what it serves before anything is started for it.</summary>
internal static class EngineServer
{
    /// <summary>The variable with the API key of the engine that <c>up</c> attaches to.</summary>
    public const string ApiKeyVariable = "LLORCH_ENGINE_API_KEY";

    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);

    /// <summary>The name of the model that it serves: the first of its list.</summary>
    /// <param name="url">Where it answers, with or without <c>/v1</c> at its end.</param>
    /// <param name="key">The API key that it wants; null for none.</param>
    /// <param name="cancellationToken">Nobody waits any more.</param>
    /// <exception cref="StartupException">It does not answer, or not as an OpenAI-compatible server does.</exception>
    public static async Task<ModelId> AskModelAsync(Uri url, string? key, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = !url.IsLoopback }) { Timeout = AnswerMax };
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (key is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        var list = new Uri($"{RootOf(url)}/v1/models");
        try
        {
            using JsonDocument answer = JsonDocument.Parse(await http.GetByteArrayAsync(list, cancellationToken));
            string? name = answer.RootElement.GetProperty("data")[0].GetProperty("id").GetString();
            return ModelId.OfName(name)
                ?? throw Unreachable(url, $"it names its model '{name}', which can't be used as an id", cause: null);
        }
        catch (HttpRequestException failure)
            when (failure.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw new StartupException(
                ExitCode.EngineUnreachable,
                key is null
                    ? $"The server at {url} wants an API key: name its file with --engine-api-key-file, or set "
                        + $"{ApiKeyVariable}."
                    : $"The server at {url} does not take the API key that it was shown.",
                failure);
        }
        catch (Exception failure) when (RemoteFailure.Is(failure, cancellationToken)
            && failure is not OperationCanceledException)
        {
            throw Unreachable(url, failure.Message, failure);
        }
        catch (OperationCanceledException failure) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable(url, $"no answer within {AnswerMax.TotalSeconds:0} s", failure);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException
            or InvalidOperationException or IndexOutOfRangeException)
        {
            throw Unreachable(url, $"{list} is not a list of models", failure);
        }
    }

    private static string RootOf(Uri url)
    {
        string text = url.ToString().TrimEnd('/');
        return text.EndsWith("/v1", StringComparison.Ordinal) ? text[..^"/v1".Length] : text;
    }

    private static StartupException Unreachable(Uri url, string why, Exception? cause) => new(
        ExitCode.EngineUnreachable,
        $"No OpenAI-compatible server answers at {url} ({why}): start it first, or correct --engine-url.",
        cause);
}
