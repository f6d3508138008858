using System.Globalization;
using System.Net.Http.Json;
using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Tracing;

[Trait("lane", "cluster")]
public sealed class TraceTreeTests
{
    private const string ControlPlane = "orchestratord";
    private const string Node = "pool-managerd";
    private const string ClientSpan = "b7ad6b7169203331";

    private readonly string trace = Guid.NewGuid().ToString("N");

    [Theory]
    [InlineData(OtlpReceiver.Grpc)]
    [InlineData(OtlpReceiver.Http)]
    public async Task Chat_is_one_tree_from_the_client_to_the_engine(string protocol)
    {
        await using TracedFleet traced = await TracedFleet.StartAsync(protocol);

        using HttpResponseMessage answer = await SendAsync(traced, "/v1/chat/completions", Chat);
        string tasksId = Assert.Single(answer.Headers.GetValues("X-Llorch-Task"));
        await answer.Content.ReadAsStringAsync();

        SeenSpan request = await traced.Receiver.OneAsync(trace, "POST /v1/chat/completions");
        SeenSpan admission = await traced.Receiver.OneAsync(trace, "admission");
        SeenSpan placement = await traced.Receiver.OneAsync(trace, "placement");
        SeenSpan dispatch = await traced.Receiver.OneAsync(trace, "dispatch");
        SeenSpan stream = await traced.Receiver.OneAsync(trace, "stream");
        SeenSpan infer = await traced.Receiver.OneAsync(trace, "infer");
        Assert.Equal((ControlPlane, ClientSpan), (request.Service, request.Parent));
        Assert.All(
            [admission, placement, dispatch, stream],
            part => Assert.Equal((ControlPlane, request.Id), (part.Service, part.Parent)));
        Assert.Equal((Node, dispatch.Id), (infer.Service, infer.Parent));
        Assert.Equal($"00-{trace}-{infer.Id}-01", Assert.Single(traced.Requests).Headers["traceparent"]);
        Assert.Equal($"00-{trace}-{request.Id}-01", Assert.Single(answer.Headers.GetValues("traceparent")));
        Assert.All(
            [admission, placement, dispatch, stream],
            part => Assert.InRange(part.Start, request.Start, part.End));
        Assert.Equal("200", request["http.response.status_code"]);
        Assert.Equal("6", stream["gen_ai.usage.output_tokens"]);
        Assert.Equal((tasksId, TracedFleet.Model), (placement["llorch.task_id"], placement["gen_ai.request.model"]));
        Assert.Equal(dispatch["llorch.pool_id"], infer["llorch.pool_id"]);
        Assert.Equal(dispatch["llorch.lease_id"], infer["llorch.lease_id"]);
    }

    [Fact]
    public async Task Placement_tells_the_decision_and_how_long_it_took()
    {
        await using TracedFleet traced = await TracedFleet.StartAsync();

        using HttpResponseMessage answer = await SendAsync(traced, "/v1/chat/completions", Chat);
        await answer.Content.ReadAsStringAsync();

        SeenSpan placement = await traced.Receiver.OneAsync(trace, "placement");
        Assert.Equal("placed", placement["llorch.outcome"]);
        Assert.Equal("2", placement["llorch.decision.pools_total"]);
        Assert.Equal("least-loaded", placement["llorch.decision.strategy"]);
        // On a busy machine the other one's node may count as offline for a moment.
        string chosen = $"{placement["llorch.pool_id"]}: score ";
        Assert.StartsWith(chosen, placement["llorch.decision.candidates"], StringComparison.Ordinal);
        Assert.Contains("that admit", placement["llorch.decision.reason"], StringComparison.Ordinal);
        Assert.InRange(
            double.Parse(placement["llorch.queue_wait_ms"]!, CultureInfo.InvariantCulture), 0, double.MaxValue);
    }

    [Fact]
    public async Task Retry_links_to_the_attempt_that_failed()
    {
        await using TracedFleet traced = await TracedFleet.StartAsync();
        // Whichever is first.
        traced.Engine.Behavior = traced.Other.Behavior =
            new FakeEngineBehavior { Fault = EngineFault.ResetBeforeAnswer };

        using HttpResponseMessage answer = await SendAsync(
            traced, "/v2/tasks", new { model = TracedFleet.Model, prompt = "Once" });

        await Eventually.HoldsAsync("both attempts", () => traced.Receiver.Of(trace, "dispatch").Length >= 2);
        SeenSpan[] attempts = traced.Receiver.Of(trace, "dispatch");
        Assert.Equal((true, "1"), Tell(attempts[0]));
        Assert.Equal("2", attempts[1]["llorch.attempt"]);
        Assert.NotEqual(attempts[0]["llorch.pool_id"], attempts[1]["llorch.pool_id"]);
        Assert.Empty(attempts[0].Links);
        Assert.Equal([attempts[0].Id], attempts[1].Links);
        Assert.Equal([attempts[0].Id], traced.Receiver.Of(trace, "placement")[1].Links);

        static (bool, string?) Tell(SeenSpan span) => (span.Failed, span["llorch.attempt"]);
    }

    [Fact]
    public async Task Task_keeps_its_trace_after_its_submission_was_answered()
    {
        await using TracedFleet traced = await TracedFleet.StartAsync();

        using HttpResponseMessage answer = await SendAsync(
            traced, "/v2/tasks", new { model = TracedFleet.Model, prompt = "Once", session_id = "s-1" });
        TaskView task = (await answer.Content.ReadFromJsonAsync(
            Contracts.Json.ContractsJsonContext.Default.TaskView))!;
        await traced.Fleet.AllEventsAsync(task.TaskId);

        SeenSpan request = await traced.Receiver.OneAsync(trace, "POST /v2/tasks");
        SeenSpan stream = await traced.Receiver.OneAsync(trace, "stream");
        SeenSpan infer = await traced.Receiver.OneAsync(trace, "infer");
        Assert.Equal(request.Id, stream.Parent);
        Assert.Equal((await traced.Receiver.OneAsync(trace, "dispatch")).Id, infer.Parent);
        Assert.Equal((task.TaskId.Value, "s-1"), (stream["llorch.task_id"], stream["llorch.session_id"]));
        Assert.Equal("completed", stream["llorch.outcome"]);
    }

    [Fact]
    public async Task Task_that_outlives_the_control_plane_goes_on_in_its_trace()
    {
        await using TracedFleet traced = await TracedFleet.StartAsync();
        traced.Engine.Behavior = traced.Other.Behavior = new FakeEngineBehavior { HoldAfterTokens = 0 };
        using HttpResponseMessage answer = await SendAsync(
            traced, "/v2/tasks", new { model = TracedFleet.Model, prompt = "Once" });
        TaskView task = (await answer.Content.ReadFromJsonAsync(
            Contracts.Json.ContractsJsonContext.Default.TaskView))!;
        SeenSpan request = await traced.Receiver.OneAsync(trace, "POST /v2/tasks");
        await Eventually.HoldsAsync("an engine to have it", () => traced.Requests.Count == 1);

        await traced.Fleet.RestartControlPlaneAfterKillAsync();
        traced.Engine.Behavior = traced.Other.Behavior = new FakeEngineBehavior();
        traced.Engine.ReleaseHeld();
        traced.Other.ReleaseHeld();
        await traced.Fleet.AllEventsAsync(task.TaskId);

        SeenSpan stream = await traced.Receiver.OneAsync(trace, "stream");
        Assert.Equal((request.Id, "completed"), (stream.Parent, stream["llorch.outcome"]));
    }

    [Fact]
    public async Task Node_tells_of_handoff_files_and_health_checks()
    {
        await using TracedFleet traced = await TracedFleet.StartAsync();

        await Eventually.HoldsAsync("both", () => Of("handoff").Length > 0 && Of("health_check").Length > 0);

        Assert.All(Of("handoff"), span => Assert.Equal((Node, string.Empty), (span.Service, span.Parent)));
        Assert.Contains(Of("health_check"), span => span["llorch.health"] == "ok");

        SeenSpan[] Of(string name) => [.. traced.Receiver.Spans.Where(span => span.Name == name)];
    }

    [Fact]
    public async Task Refusal_is_told_with_its_code()
    {
        await using TracedFleet traced = await TracedFleet.StartAsync();

        using HttpResponseMessage answer = await SendAsync(
            traced, "/v1/chat/completions", new { model = "no-such-model", messages = Messages });

        SeenSpan request = await traced.Receiver.OneAsync(trace, "POST /v1/chat/completions");
        SeenSpan admission = await traced.Receiver.OneAsync(trace, "admission");
        Assert.Equal(("404", "MODEL_NOT_AVAILABLE"), (request["http.response.status_code"], request["error.type"]));
        Assert.Equal(("refused", "MODEL_NOT_AVAILABLE"), (admission["llorch.outcome"], admission["error.type"]));
    }

    private static object Messages { get; } = new[] { new { role = "user", content = "Tell me a story." } };

    private static object Chat { get; } = new { model = TracedFleet.Model, stream = true, messages = Messages };

    private Task<HttpResponseMessage> SendAsync(TracedFleet traced, string path, object body) =>
        traced.Fleet.Http.SendAsync(new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = JsonContent.Create(body),
            Headers = { { "traceparent", $"00-{trace}-{ClientSpan}-01" } },
        });
}
