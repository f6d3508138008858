using System.Net.Http.Headers;
using System.Text.Json;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Processes;

namespace LlamaOrch.Cli.Home;

/// <summary>A running inference server, asked what it serves before anything is started for it.</summary>
internal static class EngineServer
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);

    /// <summary>The name of the model that it serves: the first of its list.</summary>
    /// <exception cref="StartupException">It does not answer, or not as an OpenAI-compatible server does.</exception>
    public static async Task<ModelId> AskModelAsync(Uri url, CancellationToken cancellationToken)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = !url.IsLoopback }) { Timeout = AnswerMax };
        http.DefaultRequestHeaders.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        var list = new Uri($"{url.ToString().TrimEnd('/')}/v1/models");
        try
        {
            using JsonDocument answer = JsonDocument.Parse(await http.GetByteArrayAsync(list, cancellationToken));
            string? name = answer.RootElement.GetProperty("data")[0].GetProperty("id").GetString();
            if (IdentifierRules.TryParse(name, out ModelId model))
                return model;
            throw Unreachable(url, $"it names its model '{name}', which can't be used as an id", cause: null);
        }
        catch (HttpRequestException failure)
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

    private static StartupException Unreachable(Uri url, string why, Exception? cause) => new(
        ExitCode.EngineUnreachable,
        $"No OpenAI-compatible server answers at {url} ({why}): start it first, or correct --engine-url.",
        cause);
}
