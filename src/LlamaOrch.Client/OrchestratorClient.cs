using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LlamaOrch.Client.Metrics;
using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Meta;
using LlamaOrch.Contracts.Nodes;
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
        // A proxy of the environment is for other machines, never for this one.
        http = new HttpClient(new SocketsHttpHandler { UseProxy = !address.IsLoopback })
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan,
        };
        if (token is not null)
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>The nodes of the fleet.</summary>
    /// <exception cref="OrchestratorException">The server refused; it carries the server's reason.</exception>
    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    public Task<IReadOnlyList<NodeView>> ListNodesAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/v2/nodes", ContractsJsonContext.Default.IReadOnlyListNodeView, cancellationToken);

    /// <summary>The pools of the fleet; of one node when the address is a node agent's.</summary>
    /// <exception cref="OrchestratorException">The server refused; it carries the server's reason.</exception>
    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    public Task<IReadOnlyList<PoolReport>> ListPoolsAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/v2/pools", ContractsJsonContext.Default.IReadOnlyListPoolReport, cancellationToken);

    /// <summary>The models that the fleet serves now.</summary>
    /// <exception cref="OrchestratorException">The server refused; it carries the server's reason.</exception>
    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    public async Task<IReadOnlyList<ServedModel>> ListModelsAsync(CancellationToken cancellationToken = default) =>
        (await GetAsync("/v1/models", ClientJsonContext.Default.ServedModelList, cancellationToken)).Data;

    /// <summary>What the fleet can do now, and what may be asked of it.</summary>
    /// <exception cref="OrchestratorException">The server refused; it carries the server's reason.</exception>
    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    public Task<CapabilitiesView> GetCapabilitiesAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/v2/meta/capabilities", ContractsJsonContext.Default.CapabilitiesView, cancellationToken);

    /// <summary>The server's product and version.</summary>
    /// <exception cref="OrchestratorException">The server refused; it carries the server's reason.</exception>
    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    public Task<VersionView> GetVersionAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/v2/meta/version", ContractsJsonContext.Default.VersionView, cancellationToken);

    /// <summary>How the replica that answers is, and what the caller may do there.</summary>
    /// <exception cref="OrchestratorException">The server refused; it carries the server's reason.</exception>
    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    public Task<ControlPlaneView> GetStatusAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/v2/meta/status", ContractsJsonContext.Default.ControlPlaneView, cancellationToken);

    /// <summary>Which node has which model.</summary>
    /// <exception cref="OrchestratorException">The server refused; it carries the server's reason.</exception>
    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    public Task<CatalogAvailability> GetAvailabilityAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/v2/catalog/availability", ContractsJsonContext.Default.CatalogAvailability, cancellationToken);

    /// <summary>The metrics of the replica that answers.</summary>
    /// <exception cref="OrchestratorException">The server refused; it carries the server's reason.</exception>
    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    public async Task<MetricsPage> GetMetricsAsync(CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage response = await http.GetAsync(
            new Uri("/metrics", UriKind.Relative), cancellationToken);
        await ThrowIfRefusedAsync(response, cancellationToken);
        return MetricsPage.Parse(await response.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>Why a task runs where it runs, waits, or was refused.</summary>
    /// <exception cref="OrchestratorException">No such decision is kept, or the server refused.</exception>
    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    public Task<PlacementDecision> GetDecisionAsync(TaskId taskId, CancellationToken cancellationToken = default) =>
        GetAsync($"/v2/tasks/{taskId}/decision", ContractsJsonContext.Default.PlacementDecision, cancellationToken);

    /// <summary>The newest tasks, newest first.</summary>
    /// <exception cref="OrchestratorException">The server refused; it carries the server's reason.</exception>
    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    public Task<IReadOnlyList<TaskView>> ListTasksAsync(CancellationToken cancellationToken = default) =>
        GetAsync("/v2/tasks", ContractsJsonContext.Default.IReadOnlyListTaskView, cancellationToken);

    /// <summary>One task as it stands.</summary>
    /// <exception cref="OrchestratorException">There is no such task, or the server refused.</exception>
    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    public Task<TaskView> GetTaskAsync(TaskId taskId, CancellationToken cancellationToken = default) =>
        GetAsync($"/v2/tasks/{taskId}", ContractsJsonContext.Default.TaskView, cancellationToken);

    /// <summary>Cancels a task; no token comes after this has returned. A task that has ended stays as it is.</summary>
    /// <exception cref="OrchestratorException">There is no such task, or the server refused.</exception>
    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    public async Task<TaskView> CancelTaskAsync(TaskId taskId, CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage response = await http.PostAsync(
            new Uri($"/v2/tasks/{taskId}/cancel", UriKind.Relative), content: null, cancellationToken);
        return await ReadAsync(response, ContractsJsonContext.Default.TaskView, cancellationToken);
    }

    /// <summary>Submits a task.</summary>
    /// <exception cref="OrchestratorException">The task was refused; it carries the server's reason.</exception>
    public async Task<TaskView> SubmitAsync(TaskRequest request, CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage response = await http.PostAsJsonAsync(
            "/v2/tasks", request, ContractsJsonContext.Default.TaskRequest, cancellationToken);
        return await ReadAsync(response, ContractsJsonContext.Default.TaskView, cancellationToken);
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

    private async Task<TValue> GetAsync<TValue>(
        string path, JsonTypeInfo<TValue> type, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await http.GetAsync(new Uri(path, UriKind.Relative), cancellationToken);
        return await ReadAsync(response, type, cancellationToken);
    }

    private static async Task<TValue> ReadAsync<TValue>(
        HttpResponseMessage response, JsonTypeInfo<TValue> type, CancellationToken cancellationToken)
    {
        await ThrowIfRefusedAsync(response, cancellationToken);
        return (await response.Content.ReadFromJsonAsync(type, cancellationToken))!;
    }

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

    private static async ValueTask ThrowIfRefusedAsync(
        HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
            return;
        string text = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            throw new OrchestratorException(ReadError(text));
        }
        catch (JsonException)
        {
            throw new OrchestratorException(ErrorBody.From(
                ErrorCode.Internal, $"The server answered {(int)response.StatusCode}: {text}"));
        }
    }

    /// <summary>The error of the v2 planes, or OpenAI's shape around the same fields below <c>/v1/</c>.</summary>
    private static ErrorBody ReadError(string text)
    {
        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement error = document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("error", out JsonElement inner) ? inner : document.RootElement;
        return error.Deserialize(ContractsJsonContext.Default.ErrorBody) ?? throw new JsonException("null");
    }
}
