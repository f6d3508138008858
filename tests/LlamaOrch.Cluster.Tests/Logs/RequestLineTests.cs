using System.Net;
using System.Net.Http.Json;
using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Logs;
using LlamaOrch.TestKit.Processes;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Logs;

[Trait("lane", "cluster")]
public sealed class RequestLineTests : IAsyncLifetime
{
    private const string FakeModel = "fake-model";

    private static readonly string[] FakePools = ["pool-b", "pool-c"];

    private TestFleet fleet = null!;
    private FakeEngine broken = null!;
    private FakeEngine sound = null!;
    private HostProcess[] daemons = [];

    public async ValueTask InitializeAsync()
    {
        fleet = await TestFleet.StartAsync(new Dictionary<string, string?> { ["LLORCH_LOG_LEVEL"] = "debug" });
        broken = await FakeEngine.StartAsync(new FakeEngineBehavior { Fault = EngineFault.ResetBeforeAnswer });
        sound = await FakeEngine.StartAsync();
        daemons =
        [
            fleet.ControlPlane,
            fleet.StartNode("node-a", TestPool.Embedded("pool-a", RealModel.File)),
            fleet.StartNode("node-b", TestPool.Attached("pool-b", broken.Url)),
            fleet.StartNode("node-c", TestPool.Attached("pool-c", sound.Url)),
        ];
        await fleet.PoolsReadyAsync(3);
    }

    public async ValueTask DisposeAsync()
    {
        await fleet.DisposeAsync();
        await broken.DisposeAsync();
        await sound.DisposeAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Correlation_id_of_a_client_is_in_every_step_from_admission_to_the_engine(bool stream)
    {
        const string id = "client-7";

        using HttpResponseMessage answer = await SendAsync(id, "/v1/chat/completions", new
        {
            model = TestPool.RealModel,
            stream,
            max_tokens = 4,
            messages = new[] { new { role = "user", content = "Tell me a story." } },
        });
        await answer.Content.ReadAsStringAsync();

        LoggedLine engine = await LineAsync(id, "engine_request_completed");
        LoggedLine node = await LineAsync(id, "infer_completed");
        LoggedLine end = await LineAsync(id, "request_completed");
        Assert.Equal(("engine", "pool-managerd"), (engine.Component, node.Component));
        Assert.Equal(("pool-a", "node-a", "llamacpp"), (end["pool_id"], end["node_id"], end["engine"]));
        Assert.Equal("4", end["tokens_out"]);
        string job = answer.Headers.GetValues("X-Llorch-Task").Single();
        LoggedLine placed = await LineAsync(id, "request_placed");
        LoggedLine dispatched = await LineAsync(id, "request_dispatched");
        Assert.All([placed, dispatched, node, engine, end], line =>
        {
            Assert.Equal(job, line["job_id"]);
            Assert.Equal("llamacpp", line["engine"]);
            Assert.StartsWith("llama-orch-llama.cpp-", line["engine_version"], StringComparison.Ordinal);
        });
        Assert.Equal(end["trace_id"], node["trace_id"]);
        foreach (string step in (string[])["request_admitted", "infer_taken"])
            await LineAsync(id, step);
        AllLinesAreOfTheSchema();
    }

    [Fact]
    public async Task Lines_of_a_task_name_it()
    {
        using HttpResponseMessage answer = await SendAsync(
            "client-8", "/v2/tasks", new { model = TestPool.RealModel, prompt = "Once", max_tokens = 4 });
        Assert.True(answer.StatusCode == HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        TaskView task = (await answer.Content.ReadFromJsonAsync(ContractsJsonContext.Default.TaskView))!;
        await fleet.AllEventsAsync(task.TaskId);

        LoggedLine end = await LineAsync("client-8", "request_completed");
        Assert.Equal(task.TaskId.Value, end["job_id"]);
        LoggedLine engine = await LineAsync("client-8", "engine_request_completed");
        Assert.Equal(task.TaskId.Value, (await LineAsync("client-8", "infer_completed"))["job_id"]);
        Assert.Equal(task.TaskId.Value, engine["job_id"]);
        Assert.Equal(engine["engine_version"], end["engine_version"]);
        Assert.DoesNotContain(task.TaskId.Value, end["human"]!, StringComparison.Ordinal);
        AllLinesAreOfTheSchema();
    }

    [Fact]
    public async Task Failures_and_retries_are_told_with_their_request()
    {
        using HttpResponseMessage refused = await SendAsync(
            "client-9", "/v2/tasks", new { model = "no-such-model", prompt = "Once" });
        // Whichever pool is first, it moves on to the other.
        sound.Behavior = broken.Behavior;
        using HttpResponseMessage moved = await SendAsync(
            "client-10", "/v2/tasks", new { model = FakeModel, prompt = "Once" });
        using HttpResponseMessage malformed = await SendAsync("client-11", "/v2/tasks", new { model = 7 });

        Assert.Equal("warn", (await LineAsync("client-9", "request_turned_away"))["level"]);
        Assert.Contains((await LineAsync("client-10", "request_moved"))["pool_id"], FakePools);
        Assert.Contains((await LineAsync("client-10", "infer_failed"))["pool_id"], FakePools);
        await LineAsync("client-11", "request_rejected");
        AllLinesAreOfTheSchema();
    }

    private void AllLinesAreOfTheSchema()
    {
        LoggedLine[] lines = [.. daemons.SelectMany(LoggedLine.Of)];
        Assert.NotEmpty(lines);
        Assert.Empty(lines.SelectMany(line => LogSchema.ProblemsOf(line.Text)));
    }

    /// <summary>The line of an event of a request, as soon as a daemon has written it.</summary>
    private async Task<LoggedLine> LineAsync(string id, string happened)
    {
        LoggedLine? found = null;
        await Eventually.HoldsAsync($"{happened} of {id}", () => (found = daemons.SelectMany(LoggedLine.Of)
            .LastOrDefault(line => line.CorrelationId == id && line.Event == happened)) is not null);
        return found!;
    }

    private Task<HttpResponseMessage> SendAsync(string id, string path, object body) =>
        fleet.Http.SendAsync(new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = JsonContent.Create(body),
            Headers = { { "X-Correlation-Id", id } },
        });
}
