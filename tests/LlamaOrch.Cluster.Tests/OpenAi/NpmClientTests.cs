using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.OpenAi;

/// <summary>OpenAI's npm package against a live fleet; the scenarios lie in <c>node/</c>.</summary>
[Trait("lane", "cluster")]
[Collection(SharedOpenAiFleet.Name)]
public sealed class NpmClientTests(OpenAiFleet open)
{
    [Theory]
    [InlineData("chat_answers_with_text_and_usage")]
    [InlineData("chat_streams_pieces_and_then_the_usage")]
    [InlineData("chat_without_include_usage_streams_none")]
    [InlineData("chat_ends_before_a_stop_text")]
    [InlineData("chat_with_the_same_seed_is_the_same_answer")]
    [InlineData("chat_gives_as_many_answers_as_asked_for")]
    [InlineData("chat_obeys_both_names_of_the_token_limit")]
    [InlineData("chat_gives_a_json_object")]
    [InlineData("chat_gives_json_of_a_schema")]
    [InlineData("chat_names_what_of_a_schema_is_not_enforced")]
    [InlineData("chat_gives_log_probabilities")]
    [InlineData("chat_stream_object_collects_the_answer")]
    [InlineData("tools_are_refused_by_name_where_the_engine_has_none")]
    [InlineData("completion_answers_with_text_and_usage")]
    [InlineData("completion_streams_pieces_and_then_the_usage")]
    [InlineData("completion_takes_several_prompts_and_answers")]
    [InlineData("completion_gives_log_probabilities")]
    [InlineData("embeddings_have_one_vector_an_input")]
    [InlineData("models_are_listed_and_found")]
    [InlineData("wrong_parameter_is_a_bad_request")]
    [InlineData("wrong_parameter_of_the_engine_is_a_bad_request")]
    [InlineData("wrong_token_is_an_authentication_error")]
    [InlineData("unknown_model_is_not_found")]
    [InlineData("unknown_route_is_not_found")]
    public Task Scenario_with_the_real_engine_holds(string scenario) => HoldsAsync(scenario, TestPool.RealModel);

    [Fact]
    public async Task Tools_and_unknown_fields_reach_the_engine_as_they_were_sent()
    {
        await HoldsAsync("tools_reach_an_engine_that_takes_them", OpenAiFleet.FakeModel);

        string body = System.Text.Encoding.UTF8.GetString(open.Engine.Requests[^1].Body);
        Assert.EndsWith(
            """
            ,"tool_choice":"auto","of_our_own":{"any":[1,"ü",null]}}
            """,
            body,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Full_queue_is_a_rate_limit_with_its_delay()
    {
        await using FullQueue full = await open.FillAsync();

        await HoldsAsync("full_queue_is_a_rate_limit_with_its_delay", OpenAiFleet.FakeModel);
    }

    [Fact]
    public async Task Client_tries_again_by_itself_when_the_queue_was_full()
    {
        await using FullQueue full = await open.FillAsync();
        double before = await open.RefusedAsync();

        Task scenario = HoldsAsync("full_queue_is_tried_again", OpenAiFleet.FakeModel);
        await Eventually.HoldsAsync(
            "a refusal", async () => scenario.IsCompleted || await open.RefusedAsync() > before);
        full.Open();

        await scenario;
        Assert.True(await open.RefusedAsync() > before);
    }

    [Fact]
    public async Task Engine_that_fails_is_a_server_error()
    {
        open.Engine.Behavior = new FakeEngineBehavior { Fault = EngineFault.InternalError };

        await HoldsAsync("failing_engine_is_a_server_error", OpenAiFleet.FakeModel);
    }

    [Fact]
    public async Task Stream_that_breaks_is_an_error_and_no_end()
    {
        open.Engine.Behavior = new FakeEngineBehavior { Fault = EngineFault.ResetMidStream, HoldAfterTokens = 2 };

        await HoldsAsync("broken_stream_is_an_error_and_no_end", OpenAiFleet.FakeModel, open.Engine.ReleaseHeld);
    }

    [Theory]
    [InlineData(EngineFault.EndEarly)]
    [InlineData(EngineFault.EndMidLine)]
    [InlineData(EngineFault.ErrorMidStream)]
    public async Task Stream_that_is_cut_off_is_an_error(EngineFault fault)
    {
        open.Engine.Behavior = new FakeEngineBehavior { Fault = fault };

        await HoldsAsync("cut_off_stream_is_an_error", OpenAiFleet.FakeModel);
    }

    [Fact]
    public async Task Caller_that_leaves_a_stream_frees_the_engine_and_its_slot()
    {
        open.Engine.Behavior = new FakeEngineBehavior { HoldAfterTokens = 2 };
        int before = open.Engine.AbortedCount;

        await HoldsAsync("caller_may_leave_a_stream", OpenAiFleet.FakeModel);

        await Eventually.HoldsAsync("the engine to see it", () => open.Engine.AbortedCount == before + 1);
        open.Engine.Behavior = new FakeEngineBehavior();
        using HttpResponseMessage next = await open.Fleet.ChatAsync(OpenAiFleet.FakeModel);
        Assert.True(next.IsSuccessStatusCode);
    }

    private Task HoldsAsync(string scenario, string model, Action? told = null) =>
        NodeScenario.HoldsAsync(scenario, open.Fleet.Url, model, told);
}
