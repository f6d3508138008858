using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace LlamaOrch.Tools.DashboardPictures.Scenes;

/// <summary>Days in minutes: work comes in waves, and clients err; <see cref="Trouble"/> does the rest.</summary>
internal static class Load
{
    /// <summary>Tokens of an answer during which something can happen.</summary>
    public const int LongAnswer = 400;

    private const int ShortAnswer = 60;
    private const int ClientsMax = 9;
    private static readonly TimeSpan Wave = TimeSpan.FromSeconds(80);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(400);

    /// <summary>Lets the fleet work for a while.</summary>
    public static async Task RunAsync(LiveFleet fleet, TimeSpan length)
    {
        using var over = new CancellationTokenSource(length);
        DateTimeOffset began = DateTimeOffset.UtcNow;
        Task[] all =
        [
            .. Enumerable.Range(0, ClientsMax).Select(client => ClientAsync(fleet.Http, client, began, over.Token)),
            LeaveAsync(fleet.Http, over.Token),
            BlunderAsync(fleet, over.Token),
            Trouble.RunAsync(fleet, length, over.Token),
        ];
        await Task.WhenAll(all);
    }

    private static async Task ClientAsync(HttpClient http, int client, DateTimeOffset began, CancellationToken over)
    {
        for (int turn = 0; await PauseAsync(Pause, over); turn++)
        {
            double phase = (DateTimeOffset.UtcNow - began) / Wave * 2 * Math.PI;
            if (client > ClientsMax * (0.5 - (0.5 * Math.Cos(phase))))
                continue;
            await TryAsync(() => (client % 3) switch
            {
                0 => ChatAsync(http, stream: turn % 2 == 0, over),
                1 => TaskAsync(http, "interactive", cancel: turn % 7 == 6, over),
                _ => TaskAsync(http, "batch", cancel: false, over),
            });
        }
    }

    private static async Task BlunderAsync(LiveFleet fleet, CancellationToken over)
    {
        using var stranger = new HttpClient { BaseAddress = fleet.Http.BaseAddress };
        stranger.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "wrong");
        for (int turn = 0; await PauseAsync(Pause * 5, over); turn++)
        {
            await TryAsync(async () =>
            {
                (await fleet.Http.PostAsJsonAsync("/v2/tasks", new { model = LiveFleet.Model }, over)).Dispose();
                if (turn % 3 == 0)
                    (await fleet.Http.PostAsJsonAsync("/v2/tasks", TaskOf("no-such-model", "batch"), over)).Dispose();
                if (turn % 4 == 0)
                    await KnockAsync(stranger, over);
                if (turn % 5 == 0)
                    await HasteAsync(fleet.Http, over);
                if (turn % 4 == 0)
                    (await stranger.PostAsJsonAsync("/v2/tasks", TaskOf(LiveFleet.Model, "batch"), over)).Dispose();
            });
            if (turn % 15 == 7)
            {
                await File.WriteAllTextAsync(
                    Path.Combine(fleet.HandoffFolder("gpu-1"), $"broken-{turn}.json"), "{}", CancellationToken.None);
            }
        }
    }

    /// <summary>A client that closes its page in the midst of the answer.</summary>
    private static async Task LeaveAsync(HttpClient http, CancellationToken over)
    {
        while (await PauseAsync(Pause * 8, over))
        {
            await TryAsync(async () =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
                {
                    Content = JsonContent.Create(ChatOf(stream: true, LongAnswer)),
                };
                using HttpResponseMessage answer = await http.SendAsync(
                    request, HttpCompletionOption.ResponseHeadersRead, over);
                await (await answer.Content.ReadAsStreamAsync(over)).ReadAtLeastAsync(new byte[1], 1, true, over);
            });
        }
    }

    /// <summary>A task that wants its answer sooner than any engine has one.</summary>
    private static async Task HasteAsync(HttpClient http, CancellationToken over) => (await http.PostAsJsonAsync(
        "/v2/tasks", TaskOf(LiveFleet.Model, "batch", LongAnswer, deadlineMs: 20), over)).Dispose();

    /// <summary>What the agent of a node does that has a token of another fleet.</summary>
    private static async Task KnockAsync(HttpClient stranger, CancellationToken over)
    {
        (await stranger.PostAsJsonAsync("/v2/nodes/register", new { node_id = "gpu-9" }, over)).Dispose();
        (await stranger.PostAsJsonAsync("/v2/nodes/gpu-9/heartbeat", new { }, over)).Dispose();
    }

    private static async Task ChatAsync(HttpClient http, bool stream, CancellationToken over)
    {
        using HttpResponseMessage answer = await http.PostAsJsonAsync(
            "/v1/chat/completions", ChatOf(stream, ShortAnswer), over);
        await answer.Content.ReadAsStringAsync(over);
    }

    private static async Task TaskAsync(HttpClient http, string priority, bool cancel, CancellationToken over)
    {
        using HttpResponseMessage taken = await http.PostAsJsonAsync(
            "/v2/tasks", TaskOf(LiveFleet.Model, priority), over);
        if (!taken.IsSuccessStatusCode)
            return;
        using JsonDocument task = JsonDocument.Parse(await taken.Content.ReadAsStringAsync(over));
        string path = $"/v2/tasks/{task.RootElement.GetProperty("task_id").GetString()}";
        if (cancel)
            (await http.PostAsync(new Uri($"{path}/cancel", UriKind.Relative), null, over)).Dispose();
        await http.GetStringAsync(new Uri($"{path}/events", UriKind.Relative), over);
    }

    private static object ChatOf(bool stream, int tokens) => new
    {
        model = LiveFleet.Model,
        stream,
        max_tokens = tokens,
        messages = new[] { new { role = "user", content = "Tell me a story about a fox." } },
    };

    /// <summary>A task.</summary>
    /// <param name="model">Its model.</param>
    /// <param name="priority"><c>interactive</c> or <c>batch</c>.</param>
    /// <param name="tokens">Most tokens of its answer.</param>
    /// <param name="deadlineMs">When it is of no use any more; null for never.</param>
    public static object TaskOf(
        string model, string priority, int tokens = ShortAnswer, int? deadlineMs = null) => new
        {
            model,
            priority,
            max_tokens = tokens,
            deadline_ms = deadlineMs,
            prompt = "Where does the owl live?",
        };

    /// <summary>Asks, whatever comes of it.</summary>
    public static async Task TryAsync(Func<Task> request)
    {
        try
        {
            await request();
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or OperationCanceledException)
        {
            // Nodes die in this scene, and the end comes in the middle of something.
        }
    }

    /// <summary>Waits; false when the scene is over.</summary>
    public static async Task<bool> PauseAsync(TimeSpan pause, CancellationToken over)
    {
        try
        {
            await Task.Delay(pause, over);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
