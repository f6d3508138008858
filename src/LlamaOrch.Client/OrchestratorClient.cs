using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LlamaOrch.Client.Metrics;
using LlamaOrch.Client.Models;
using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Meta;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.Contracts.Streams;
using LlamaOrch.Contracts.Tasks;

namespace LlamaOrch.Client;

/// <summary>Talks to an orchestratord over its public API.</summary>
public sealed class OrchestratorClient : IDisposable
{
    /// <summary>
    /// How long an answer may take unless told otherwise: far above what a busy control plane needs, and short enough
    /// that a person does not give up first.
    /// </summary>
    public static readonly TimeSpan AnswerMaxDefault = TimeSpan.FromSeconds(10);

    // Above any list of tasks or page of metrics; whatever answers with more is no orchestratord.
    private const int AnswerBytesMax = 256 * 1024 * 1024;
    private const int ReadBytes = 16 * 1024;

    private readonly HttpClient http;
    private readonly AnswerBounds bounds;

    /// <summary>Makes a client.</summary>
    /// <param name="address">Where orchestratord answers, such as <c>http://127.0.0.1:8080</c>.</param>
    /// <param name="token">The API token; null when the server requires none.</param>
    /// <param name="answerMax">
    /// How long an answer may take, and how long a stream may be silent before the server is asked whether it is still
    /// there. Default <see cref="AnswerMaxDefault"/>.
    /// </param>
    public OrchestratorClient(Uri address, string? token = null, TimeSpan? answerMax = null)
    {
        bounds = new AnswerBounds(answerMax ?? AnswerMaxDefault);
        // A proxy of the environment is for other machines, never for this one.
        http = new HttpClient(new SocketsHttpHandler { UseProxy = !address.IsLoopback })
        {
            BaseAddress = address,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = AnswerBytesMax,
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

    /// <summary>Every model that clients see, and whether somebody can serve it now.</summary>
    /// <exception cref="OrchestratorException">The server refused; it carries the server's reason.</exception>
    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    public async Task<IReadOnlyList<ModelSituation>> ListModelSituationsAsync(
        CancellationToken cancellationToken = default)
    {
        Task<IReadOnlyList<NodeView>> nodes = ListNodesAsync(cancellationToken);
        Task<IReadOnlyList<PoolReport>> pools = ListPoolsAsync(cancellationToken);
        Task<IReadOnlyList<ServedModel>> listed = ListModelsAsync(cancellationToken);
        await Task.WhenAll(nodes, pools, listed);
        HashSet<string> seen = [.. (await listed).Select(model => model.Id.Value)];
        return [.. ModelSituation.Of(await nodes, await pools).Where(model => seen.Contains(model.Id))];
    }

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
    public Task<MetricsPage> GetMetricsAsync(CancellationToken cancellationToken = default) => bounds.HoldAsync(
        async stop =>
        {
            using HttpResponseMessage response = await http.GetAsync(new Uri("/metrics", UriKind.Relative), stop);
            await ThrowIfRefusedAsync(response, stop);
            return MetricsPage.Parse(await response.Content.ReadAsStringAsync(stop));
        },
        cancellationToken);

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

    /// <summary>What an ended task came to.</summary>
    /// <exception cref="OrchestratorException">
    /// There is no such task, it has not ended (<c>CONFLICT</c>), or its text is not kept any more.
    /// </exception>
    public Task<TaskResult> GetTaskResultAsync(TaskId taskId, CancellationToken cancellationToken = default) =>
        GetAsync($"/v2/tasks/{taskId}/result", ContractsJsonContext.Default.TaskResult, cancellationToken);

    /// <summary>Cancels a task; no token comes after this has returned. A task that has ended stays as it is.</summary>
    /// <exception cref="OrchestratorException">There is no such task, or the server refused.</exception>
    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    public Task<TaskView> CancelTaskAsync(TaskId taskId, CancellationToken cancellationToken = default) =>
        bounds.HoldAsync(
            async stop =>
            {
                using HttpResponseMessage response = await http.PostAsync(
                    new Uri($"/v2/tasks/{taskId}/cancel", UriKind.Relative), content: null, stop);
                return await ReadAsync(response, ContractsJsonContext.Default.TaskView, stop);
            },
            cancellationToken);

    /// <summary>Submits a task.</summary>
    /// <exception cref="OrchestratorException">The task was refused; it carries the server's reason.</exception>
    /// <exception cref="HttpRequestException">The server can't be reached.</exception>
    public Task<TaskView> SubmitAsync(TaskRequest request, CancellationToken cancellationToken = default) =>
        bounds.HoldAsync(
            async stop =>
            {
                using HttpResponseMessage response = await http.PostAsJsonAsync(
                    "/v2/tasks", request, ContractsJsonContext.Default.TaskRequest, stop);
                return await ReadAsync(response, ContractsJsonContext.Default.TaskView, stop);
            },
            cancellationToken);

    /// <summary>The text of a task's answer as it is generated; what a model thinks beside it is left out.</summary>
    /// <exception cref="OrchestratorException">The task failed, or its stream broke off; it carries the
    /// reason.</exception>
    public async IAsyncEnumerable<string> StreamTokensAsync(
        TaskId taskId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (TaskPiece piece in StreamAsync(taskId, cancellationToken))
        {
            if (piece.Kind == TaskPieceKind.Text)
                yield return piece.Text;
        }
    }

    /// <summary>All that is generated for a task, as it comes: text, thoughts and calls of tools.</summary>
    /// <exception cref="OrchestratorException">The task failed, or its stream broke off; it carries the
    /// reason.</exception>
    /// <exception cref="HttpRequestException">The server no longer answers.</exception>
    public async IAsyncEnumerable<TaskPiece> StreamAsync(
        TaskId taskId, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using HttpResponseMessage response = await bounds.HoldAsync(
            stop => http.GetAsync(
                new Uri($"/v2/tasks/{taskId}/events", UriKind.Relative),
                HttpCompletionOption.ResponseHeadersRead,
                stop),
            cancellationToken);
        await ThrowIfRefusedAsync(response, cancellationToken);
        await using Stream body = await response.Content.ReadAsStreamAsync(cancellationToken);
        // An engine may think for minutes; a control plane that is there can say so.
        await foreach (TaskPiece piece in bounds.WatchAsync(
            ReadPiecesAsync(body, cancellationToken), stop => GetTaskAsync(taskId, stop), cancellationToken))
        {
            yield return piece;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    private static async IAsyncEnumerable<TaskPiece> ReadPiecesAsync(
        Stream body, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = new EventAssembler();
        byte[] buffer = new byte[ReadBytes];
        while (true)
        {
            ReadOnlyMemory<byte> rest = buffer.AsMemory(0, await ReadAsync(body, buffer, cancellationToken));
            while (TryTake(events, ref rest))
            {
                if (events.Type == "end")
                    yield break;
                if (events.Type == "error")
                {
                    throw new OrchestratorException(JsonSerializer.Deserialize(
                        events.Data.Span, ContractsJsonContext.Default.ErrorBody)!);
                }

                if (TaskPiece.Read(events.Type, events.Data.Span) is TaskPiece piece)
                    yield return piece;
            }
        }
    }

    private Task<TValue> GetAsync<TValue>(
        string path, JsonTypeInfo<TValue> type, CancellationToken cancellationToken) => bounds.HoldAsync(
        async stop =>
        {
            using HttpResponseMessage response = await http.GetAsync(new Uri(path, UriKind.Relative), stop);
            return await ReadAsync(response, type, stop);
        },
        cancellationToken);

    private static async Task<TValue> ReadAsync<TValue>(
        HttpResponseMessage response, JsonTypeInfo<TValue> type, CancellationToken cancellationToken)
    {
        await ThrowIfRefusedAsync(response, cancellationToken);
        return (await response.Content.ReadFromJsonAsync(type, cancellationToken))!;
    }

    private static bool TryTake(EventAssembler events, ref ReadOnlyMemory<byte> rest)
    {
        ReadOnlySpan<byte> left = rest.Span;
        bool isTaken = events.TryTake(ref left);
        rest = rest[^left.Length..];
        return isTaken;
    }

    /// <summary>The next bytes; a stream that has no more has broken off, since its last event ends it.</summary>
    private static async ValueTask<int> ReadAsync(Stream body, byte[] buffer, CancellationToken cancellationToken)
    {
        try
        {
            int count = await body.ReadAsync(buffer, cancellationToken);
            return count > 0 ? count : throw BrokenOff();
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException)
        {
            throw BrokenOff();
        }
    }

    private static OrchestratorException BrokenOff() =>
        new(ErrorBody.From(ErrorCode.WorkerReset, "The event stream broke off before its end."));

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
