using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.Storage.Sqlite.Database;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Scraping;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Storage;

/// <summary>Rows that can't be read keep no control plane down.</summary>
[Trait("lane", "integration")]
public sealed class SpoiledRowsTests : IDisposable
{
    private readonly TemporaryDirectory data = new();

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task Control_plane_serves_what_it_can_read_and_counts_what_it_can_not()
    {
        await using FakeNode node = await FakeNode.StartAsync("n1", "m", 1);
        node.Infer = (_, context) => NodeAnswers.StreamAsync(context, NodeAnswers.Token("x"), NodeAnswers.End);
        await using (ControlPlane before = await ControlPlane.StartAsync(("data_dir", data.Path)))
        {
            await before.JoinAsync(node);
            foreach (string id in (string[])["good", "cut", "hashless"])
                await before.TaskIsAsync(await before.SubmitAsync("m", id), "completed");
        }

        await SpoilAsync(
            "UPDATE tasks SET slot = x'7b' WHERE task_id = 'cut'",
            "UPDATE tasks SET body_hash = 'none' WHERE task_id = 'hashless'",
            "INSERT INTO nodes (node_id, document) VALUES ('spoiled', x'5b')",
            "INSERT INTO models (model_id, document) VALUES ('spoiled', x'6e756c6c')");
        await using ControlPlane after = await ControlPlane.StartAsync(("data_dir", data.Path));

        await after.JoinAsync(node);
        Assert.Equal("completed", await after.TaskStateAsync("good"));
        await after.TaskIsAsync(await after.SubmitAsync("m", "new"), "completed");
        Assert.Equal(503, (await after.GetAsync("/v2/tasks/cut")).Status);
        Assert.Equal(200, (await after.GetAsync("/v2/catalog/models")).Status);
        MetricsScrape scrape = await after.ScrapeAsync();
        double[] counts =
        [
            .. ((string[])["task", "node", "model"])
                .Select(kind => scrape.Sum("storage_rows_set_aside_total", ("kind", kind))),
        ];
        Assert.Equal([2, 1, 1], counts);
    }

    private async Task SpoilAsync(params string[] statements)
    {
        using SqliteDatabase database = SqliteDatabase.Open(data.Path);
        foreach (string statement in statements)
            await database.WriteAsync(session => session.Run(statement));
    }
}
