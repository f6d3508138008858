using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LlamaOrch.Bench.Compare;
using LlamaOrch.Bench.Stub;

namespace LlamaOrch.Bench.Predictions;

/// <summary>Sends tasks at their times, and notes what each was told and how long it waited.</summary>
internal sealed class PredictionRun(Uri url) : IDisposable
{
    private static readonly TimeSpan ReadyMax = TimeSpan.FromSeconds(30);

    private readonly HttpClient http = new() { BaseAddress = url, Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Waits until the fleet takes tasks.</summary>
    /// <exception cref="BenchException">It does not.</exception>
    public async Task WaitUntilReadyAsync(CancellationToken cancellationToken)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        late.CancelAfter(ReadyMax);
        try
        {
            while (true)
            {
                try
                {
                    using HttpResponseMessage taken = await SubmitAsync(1, late.Token);
                    if (taken.IsSuccessStatusCode)
                        return;
                }
                catch (HttpRequestException)
                {
                    // It does not listen yet.
                }

                await Task.Delay(100, late.Token);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BenchException($"No pool took tasks within {ReadyMax.TotalSeconds:0} s.");
        }
    }

    /// <summary>Runs a load; one result a task, in the order of arrival.</summary>
    public async Task<PredictedTask[]> RunAsync(PredictionLoad load, CancellationToken cancellationToken)
    {
        var results = new List<Task<PredictedTask>>();
        DateTime due = DateTime.UtcNow;
        foreach ((TimeSpan pause, int tokens) in load.Arrivals())
        {
            due += pause;
            TimeSpan left = due - DateTime.UtcNow;
            if (left > TimeSpan.Zero)
                await Task.Delay(left, cancellationToken);
            results.Add(FollowAsync(tokens, cancellationToken));
        }

        return await Task.WhenAll(results);
    }

    public void Dispose() => http.Dispose();

    private async Task<PredictedTask> FollowAsync(int tokens, CancellationToken cancellationToken)
    {
        using HttpResponseMessage taken = await SubmitAsync(tokens, cancellationToken);
        string text = await taken.Content.ReadAsStringAsync(cancellationToken);
        if (!taken.IsSuccessStatusCode)
            throw new BenchException($"A task was not taken: {text}");
        using JsonDocument view = JsonDocument.Parse(text);
        JsonElement root = view.RootElement;
        return new PredictedTask(
            root.GetProperty("queue_position").GetInt32(),
            Number(root, "predicted_start_ms"),
            Number(root, "prediction_confidence"),
            await WaitedAsync(root.GetProperty("task_id").GetString()!, cancellationToken));
    }

    /// <summary>The <c>queue_wait_ms</c> that the task's events tell when it has started.</summary>
    private async Task<double> WaitedAsync(string taskId, CancellationToken cancellationToken)
    {
        const string Field = "\"queue_wait_ms\":";
        await using Stream events = await http.GetStreamAsync($"/v2/tasks/{taskId}/events", cancellationToken);
        using var lines = new StreamReader(events);
        while (await lines.ReadLineAsync(cancellationToken) is string line)
        {
            int at = line.IndexOf(Field, StringComparison.Ordinal);
            if (at < 0)
                continue;
            string rest = line[(at + Field.Length)..];
            return double.Parse(rest[..rest.IndexOfAny([',', '}'])], CultureInfo.InvariantCulture);
        }

        throw new BenchException($"Task {taskId} ended without a start.");
    }

    private Task<HttpResponseMessage> SubmitAsync(int tokens, CancellationToken cancellationToken)
    {
        string body = $$"""
            {"model":"{{StubSettings.DefaultModel}}","max_tokens":{{tokens}},
            """ + """
            "messages":[{"role":"user","content":"Once"}]}
            """;
        var content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        return http.PostAsync("/v2/tasks", content, cancellationToken);
    }

    private static double? Number(JsonElement view, string name) =>
        view.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : null;
}
