using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Contracts.Tasks;

namespace LlamaOrch.Client;

/// <summary>Talks to an orchestratord over its public API.</summary>
public sealed class OrchestratorClient : IDisposable
{
    private readonly HttpClient http;

    /// <summary>Makes a client.</summary>
    /// <param name="address">Where orchestratord answers, such as <c>http://127.0.0.1:8080</c>.</param>
    /// <param name="token">The API token; null when the server requires none.</param>
    public OrchestratorClient(Uri address, string? token = null)
    {
        http = new HttpClient { BaseAddress = address, Timeout = Timeout.InfiniteTimeSpan };
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>The pools of the fleet.</summary>
    /// <exception cref="HttpRequestException">The server can't be reached, or refuses.</exception>
    public async Task<IReadOnlyList<PoolReport>> ListPoolsAsync(CancellationToken cancellationToken = default) =>
        await http.GetFromJsonAsync(
            "/v2/pools", ContractsJsonContext.Default.IReadOnlyListPoolReport, cancellationToken) ?? [];

    /// <summary>Submits a task.</summary>
    /// <exception cref="OrchestratorException">The task was refused; it carries the server's reason.</exception>
    public async Task<TaskView> SubmitAsync(TaskRequest request, CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage response = await http.PostAsJsonAsync(
            "/v2/tasks", request, ContractsJsonContext.Default.TaskRequest, cancellationToken);
        await ThrowIfRefusedAsync(response, cancellationToken);
        return (await response.Content.ReadFromJsonAsync(ContractsJsonContext.Default.TaskView, cancellationToken))!;
    }

    /// <summary>The pieces of a task's answer as they are generated.</summary>
    /// <exception cref="OrchestratorException">The task failed; it carries the server's reason.</exception>
    public async IAsyncEnumerable<string> StreamTokensAsync(
        TaskId taskId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage response = await http.GetAsync(
            new Uri($"/v2/tasks/{taskId}/events", UriKind.Relative),
            HttpCompletionOption.ResponseHeadersRead,
            cancellationToken);
        await ThrowIfRefusedAsync(response, cancellationToken);
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        SseParser<byte[]> events = SseParser.Create(body, static (_, data) => data.ToArray());
        await foreach (SseItem<byte[]> item in events.EnumerateAsync(cancellationToken))
        {
            switch (item.EventType)
            {
                case "token":
                    yield return ReadText(item.Data);
                    break;
                case "error":
                    throw new OrchestratorException(
                        JsonSerializer.Deserialize(item.Data, ContractsJsonContext.Default.ErrorBody)!);
                case "end":
                    yield break;
                default:
                    break;
            }
        }

        throw new OrchestratorException(
            ErrorBody.From(ErrorCode.WorkerReset, "The event stream broke off before its end."));
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static string ReadText(byte[] data)
    {
        var json = new Utf8JsonReader(data);
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.PropertyName && json.ValueTextEquals("t"u8) && json.Read())
                return json.GetString()!;
        }

        return string.Empty;
    }

    private static async ValueTask ThrowIfRefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
            return;
        string text = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            throw new OrchestratorException(JsonSerializer.Deserialize(
                Encoding.UTF8.GetBytes(text), ContractsJsonContext.Default.ErrorBody)!);
        }
        catch (JsonException)
        {
            throw new OrchestratorException(ErrorBody.From(
                ErrorCode.Internal, $"The server answered {(int)response.StatusCode}: {text}"));
        }
    }
}
