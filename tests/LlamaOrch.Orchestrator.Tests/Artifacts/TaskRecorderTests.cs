using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Artifacts;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Exposition;
using LlamaOrch.Orchestrator.Artifacts;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Metrics;
using LlamaOrch.Storage.Sqlite.Artifacts;
using LlamaOrch.Storage.Sqlite.Database;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Scraping;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Artifacts;

[Trait("lane", "integration")]
public sealed class TaskRecorderTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly TemporaryDirectory directory = new();
    private readonly MetricRegistry registry = new();
    private readonly SqliteDatabase database;
    private readonly ArtifactKeeper keeper;
    private readonly TaskRecorder recorder;
    private bool isClosed;

    public TaskRecorderTests()
    {
        database = SqliteDatabase.Open(directory.Path);
        var limits = new ArtifactLimits();
        var files = new ArtifactFiles(directory.Path);
        files.Open();
        var metrics = new ArtifactMetrics(registry);
        keeper = new ArtifactKeeper(new SqliteArtifactStore(database), files, limits, metrics, TimeProvider.System);
        recorder = new TaskRecorder(
            new RecordComposer(files, limits, keepsPrompts: true), keeper, metrics, NullLogger<TaskRecorder>.Instance);
    }

    public void Dispose()
    {
        recorder.Dispose();
        keeper.Dispose();
        if (!isClosed)
            database.Dispose();
        directory.Dispose();
    }

    [Fact]
    public async Task Records_beyond_the_number_that_may_wait_are_lost_and_counted_and_the_others_written()
    {
        for (int number = 0; number < TaskRecorder.WaitingMax + 2; number++)
            recorder.Record(Finished($"t{number}", "{}"));
        Assert.Equal(2, Count("lost"));

        await recorder.StartAsync(TestContext.Current.CancellationToken);
        await recorder.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(TaskRecorder.WaitingMax, Count("written"));
        Assert.Equal(2, Count("lost"));
    }

    [Fact]
    public async Task Records_beyond_the_bytes_that_may_wait_are_lost_and_a_large_one_is_written_to_a_file()
    {
        string large = $"{{\"prompt\":\"{new string('x', (int)TaskRecorder.WaitingBytesMax - 13)}\"}}";
        recorder.Record(Finished("fits", large));
        recorder.Record(Finished("lost", "{}"));
        Assert.Equal(1, Count("lost"));

        await recorder.StartAsync(TestContext.Current.CancellationToken);
        await recorder.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, Count("written"));
        string file = Assert.Single(
            Directory.GetFiles(directory.File("artifacts"), "*", SearchOption.AllDirectories));
        Assert.True(new FileInfo(file).Length > TaskRecorder.WaitingBytesMax - 13);
    }

    [Fact]
    public async Task Records_that_the_store_does_not_take_are_lost_and_counted_and_nobody_is_told()
    {
        database.Dispose();
        isClosed = true;
        recorder.Record(Finished("t", "{}"));

        await recorder.StartAsync(TestContext.Current.CancellationToken);
        await recorder.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, Count("lost"));
    }

    private static FinishedTask Finished(string id, string body) => new(
        new TaskView
        {
            TaskId = new TaskId(id),
            State = "completed",
            Model = new ModelId("m"),
            Priority = "batch",
            QueuePosition = 0,
            CreatedAt = Now,
        },
        new OutgoingRequest(
            "/v1/completions", System.Text.Encoding.UTF8.GetBytes(body), new RequestOrigin("c", default)),
        new TaskOutcome { Phase = TaskPhase.Completed, EndedAt = Now });

    private double Count(string outcome) =>
        MetricsScrape.Parse(registry.Collect(openMetrics: false).ToString())
            .Sum("task_records_total", ("outcome", outcome));
}
