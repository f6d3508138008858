using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace LlamaOrch.Tools.DashboardPictures.Scenes;

/// <summary>Days in minutes: work comes in waves, clients err, a node and an engine die.</summary>
internal static class Load
{
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
            BlunderAsync(fleet, over.Token),
            MishapsAsync(fleet, length, over.Token),
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
                    (await stranger.PostAsJsonAsync("/v2/tasks", TaskOf(LiveFleet.Model, "batch"), over)).Dispose();
            });
            if (turn % 15 == 7)
            {
                await File.WriteAllTextAsync(
                    Path.Combine(fleet.HandoffFolder("gpu-1"), $"broken-{turn}.json"), "{}", CancellationToken.None);
            }
        }
    }

    private static async Task MishapsAsync(LiveFleet fleet, TimeSpan length, CancellationToken over)
    {
        if (!await PauseAsync(length * 0.3, over))
            return;
        await fleet.KillAsync("gpu-2");
        await PauseAsync(length * 0.06, over);
        fleet.StartNode("gpu-2");
        if (await PauseAsync(length * 0.3, over))
            fleet.CrashEngine("gpu-1");
    }

    private static async Task ChatAsync(HttpClient http, bool stream, CancellationToken over)
    {
        using HttpResponseMessage answer = await http.PostAsJsonAsync(
            "/v1/chat/completions",
            new
            {
                model = LiveFleet.Model,
                stream,
                max_tokens = 60,
                messages = new[] { new { role = "user", content = "Tell me a story about a fox." } },
            },
            over);
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

    private static object TaskOf(string model, string priority) => new
    {
        model,
        priority,
        max_tokens = 60,
        prompt = "Where does the owl live?",
    };

    private static async Task TryAsync(Func<Task> request)
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

    private static async Task<bool> PauseAsync(TimeSpan pause, CancellationToken over)
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
