using System.Net.Http.Json;
using System.Text.Json;

namespace LlamaOrch.Tools.DashboardPictures.Scenes;

/// <summary>What befalls the fleet: a node dies, a queue overflows, an engine crashes at work, a node leaves.</summary>
internal static class Trouble
{
    private const int BurstTasks = 40;
    private const int Crashes = 4;
    private static readonly TimeSpan BetweenCrashes = TimeSpan.FromSeconds(6);

    /// <summary>Lets it happen, spread over the length of the scene.</summary>
    public static async Task RunAsync(LiveFleet fleet, TimeSpan length, CancellationToken over)
    {
        if (!await Load.PauseAsync(length * 0.25, over))
            return;
        await fleet.KillAsync("gpu-2");
        await Load.PauseAsync(length * 0.06, over);
        fleet.StartNode("gpu-2");
        if (!await Load.PauseAsync(length * 0.15, over))
            return;
        await BurstAsync(fleet.Http, over);
        if (!await Load.PauseAsync(length * 0.15, over))
            return;
        for (int crash = 0; crash < Crashes && await Load.PauseAsync(BetweenCrashes, over); crash++)
            await CrashAtWorkAsync(fleet, over);
        if (!await Load.PauseAsync(length * 0.1, over))
            return;
        await fleet.StopAsync("gpu-2");
        fleet.StartNode("gpu-2");
    }

    /// <summary>More than the slots and the queue hold, at once.</summary>
    private static async Task BurstAsync(HttpClient http, CancellationToken over) => await Task.WhenAll(
        Enumerable.Range(0, BurstTasks).Select(_ => Load.TryAsync(async () => (await http.PostAsJsonAsync(
            "/v2/tasks", Load.TaskOf(LiveFleet.Model, "batch", Load.LongAnswer), over)).Dispose())));

    /// <summary>The engine ends while it answers: what has begun can not go elsewhere, and fails.</summary>
    private static async Task CrashAtWorkAsync(LiveFleet fleet, CancellationToken over)
    {
        await Load.TryAsync(async () =>
        {
            using HttpResponseMessage taken = await fleet.Http.PostAsJsonAsync(
                "/v2/tasks",
                new
                {
                    model = LiveFleet.Model,
                    priority = "interactive",
                    max_tokens = Load.LongAnswer,
                    prompt = "Tell me a story about a fox.",
                    placement = new { pin = "gpu-1-chat" },
                },
                over);
            using JsonDocument task = JsonDocument.Parse(await taken.Content.ReadAsStringAsync(over));
            string path = $"/v2/tasks/{task.RootElement.GetProperty("task_id").GetString()}/events";
            await using Stream events = await fleet.Http.GetStreamAsync(new Uri(path, UriKind.Relative), over);
            using var lines = new StreamReader(events);
            while (await lines.ReadLineAsync(over) is string line && line != "event: token")
            {
            }
        });
        fleet.CrashEngine("gpu-1");
    }
}
