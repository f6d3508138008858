using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Reference;

[Trait("lane", "cluster")]
public sealed partial class SessionsPageTests
{
    [Fact]
    public async Task The_example_of_the_page_works_as_it_is_written()
    {
        string page = await File.ReadAllTextAsync(Path.Combine(BuiltHost.Root, "docs", "reference", "sessions.md"));
        await using TestFleet fleet = await TestFleet.StartAsync();
        fleet.StartNode("node-a", TestPool.Embedded("pool-a", RealModel.File));
        await fleet.PoolsReadyAsync(1);

        // Only the model has another name in tests.
        string example = Example().Match(page).Groups[1].Value.Replace("llorch-tiny", TestPool.RealModel);
        using var body = new StringContent(example, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await fleet.Http.PostAsync(new Uri("/v2/tasks", UriKind.Relative), body);

        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        var task = new TaskId(JsonDocument.Parse(text).RootElement.GetProperty("task_id").GetString()!);
        await Eventually.HoldsAsync(
            "the task to be completed", async () => (await fleet.Client.GetTaskAsync(task)).State == "completed");
    }

    [GeneratedRegex("```json\n(.+?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
