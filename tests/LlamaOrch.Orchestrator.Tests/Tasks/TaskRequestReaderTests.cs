using System.Text;
using System.Text.Json;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Core.Admission;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Sessions;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Timing;
using LlamaOrch.Orchestrator.Fleet;
using LlamaOrch.Orchestrator.Sessions;
using LlamaOrch.Orchestrator.Tasks;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Tasks;

[Trait("lane", "unit")]
public sealed class TaskRequestReaderTests
{
    private readonly TaskRequestReader reader = new(
        new AdmissionLimits { MaxTokensMax = 100 },
        new SessionSettingsReader(new SessionLimits()),
        new FleetView([]),
        new FreshIds(new SteadyTime(TimeProvider.System)),
        new SteadyTime(TimeProvider.System));

    [Fact]
    public void A_prompt_becomes_a_streamed_completion_with_all_that_was_asked()
    {
        TaskSubmission task = Read("""
            {"task_id":"t1","session_id":"s1","model":"org/m","prompt":"Once <&> ä","priority":"batch","max_tokens":9,
             "temperature":0.5,"top_k":3,"top_p":0.9,"min_p":0.1,"seed":42,"stop":["a","b"],"unknown":1}
            """).Submission!;

        Assert.Equal(
            ("t1", "s1", "org/m"), (task.Slot.TaskId.Value, task.SessionId!.Value.Value, task.Slot.ModelId.Value));
        Assert.Equal((TaskPriority.Batch, 9, 0), (task.Slot.Priority, task.Slot.AnswerTokens, task.Slot.ContextTokens));
        Assert.Equal(EngineRoutes.Completions, task.Outgoing.Route);
        const string expected = """
            {"model":"org/m","prompt":"Once <&> ä","max_tokens":9,"temperature":0.5,"top_k":3,"top_p":0.9,"min_p":0.1,
            "seed":42,"stop":["a","b"],"stream":true,"stream_options":{"include_usage":true}}
            """;
        Assert.Equal(
            expected.Replace("\n", string.Empty, StringComparison.Ordinal),
            Encoding.UTF8.GetString(task.Outgoing.Body.Span));
    }

    [Fact]
    public void Messages_become_a_chat_as_they_are()
    {
        const string messages = """[{"role":"user","content":[{"type":"text","text":"x"}]}]""";
        TaskSubmission task = Read($$"""{"model":"m","messages":{{messages}}}""").Submission!;

        Assert.Equal(EngineRoutes.ChatCompletions, task.Outgoing.Route);
        using JsonDocument body = JsonDocument.Parse(task.Outgoing.Body);
        Assert.Equal(messages, body.RootElement.GetProperty("messages").GetRawText());
        Assert.Matches("^[0-9a-f]{32}$", task.Slot.TaskId.Value);
    }

    [Fact]
    public void Where_and_until_when_it_wants_to_run_goes_into_its_wish_for_a_slot()
    {
        SlotRequest slot = Read("""
            {"model":"m","prompt":"x","session_id":"s","engine":"vllm","ctx":64,"deadline_ms":60000,
             "placement":{"prefer":["a","b"],"avoid":["c"],"device_mask":"0,1"}}
            """).Submission!.Slot;

        Assert.Equal(("s", "vllm", 64), (slot.SessionId!.Value.Value, slot.Engine, slot.ContextTokens));
        Assert.True(slot.Deadline > DateTimeOffset.UtcNow);
        Assert.Equal(["a", "b"], slot.Preferences!.Prefer.Select(pool => pool.Value));
        Assert.Equal(["c"], slot.Preferences.Avoid.Select(pool => pool.Value));
        Assert.Equal(("0,1", true), (slot.Preferences.DeviceMask, slot.Preferences.AllowFallback));
    }

    [Theory]
    [InlineData("\"max_tokens\":8.0", 8)]
    [InlineData("\"max_tokens\":1e1", 10)]
    [InlineData("\"max_tokens\":32000", 100)]
    [InlineData("\"max_tokens\":9,\"max_completion_tokens\":7", 7)]
    [InlineData("\"max_tokens\":9,\"max_completion_tokens\":null", 9)]
    [InlineData("\"max_tokens\":null", null)]
    public void Most_tokens_are_a_wish_that_is_passed_on_and_asks_for_no_context(string field, int? tokens)
    {
        TaskSubmission task = Read($$"""{"model":"m","prompt":"four",{{field}}}""").Submission!;

        Assert.Equal(
            (tokens, tokens ?? 0, 0, 4),
            (task.MaxTokens, task.Slot.AnswerTokens, task.Slot.ContextTokens, task.Slot.PromptBytes));
        using JsonDocument body = JsonDocument.Parse(task.Outgoing.Body);
        Assert.Equal(
            tokens, body.RootElement.TryGetProperty("max_tokens", out JsonElement passed) ? passed.GetInt32() : null);
    }

    [Fact]
    public void Null_is_absent_for_every_field_with_a_default()
    {
        TaskSubmission task = Read("""
            {"model":"m","prompt":"x","task_id":null,"session_id":null,"session":null,"messages":null,"priority":null,
             "workload":null,"engine":null,"ctx":null,"deadline_ms":null,"placement":null,"max_tokens":null,
             "temperature":null,"top_k":null,"top_p":null,"min_p":null,"seed":null,"stop":null}
            """).Submission!;

        Assert.Equal(
            """{"model":"m","prompt":"x","stream":true,"stream_options":{"include_usage":true}}""",
            Encoding.UTF8.GetString(task.Outgoing.Body.Span));
    }

    [Fact]
    public void Messages_with_tool_calls_and_without_content_are_passed_on()
    {
        const string messages = """
            [{"role":"user","content":"x"},
            {"role":"assistant","content":null,"tool_calls":[{"id":"c","function":{"name":"f","arguments":"{}"}}]},
            {"role":"tool","tool_call_id":"c","content":"1"}]
            """;

        TaskSubmission task = Read($$"""{"model":"m","messages":{{messages}}}""").Submission!;

        string body = Encoding.UTF8.GetString(task.Outgoing.Body.Span);
        Assert.Contains(
            messages.Replace("\n", string.Empty, StringComparison.Ordinal), body, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pin_is_meant_unless_a_fallback_is_allowed()
    {
        Assert.False(Fallback("""{"pin":"a"}"""));
        Assert.True(Fallback("""{"pin":"a","allow_fallback":true}"""));
        Assert.False(Fallback("""{"prefer":["a"],"allow_fallback":false}"""));

        bool Fallback(string placement) => Read($$"""{"model":"m","prompt":"x","placement":{{placement}}}""")
            .Submission!.Slot.Preferences!.AllowFallback;
    }

    [Fact]
    public void The_same_body_has_the_same_hash_and_another_one_another()
    {
        Assert.Equal(Hash("""{"model":"m","prompt":"x"}"""), Hash("""{"model":"m","prompt":"x"}"""));
        Assert.NotEqual(Hash("""{"model":"m","prompt":"x"}"""), Hash("""{"model":"m","prompt":"y"}"""));
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("null", null)]
    [InlineData("""{"prompt":"x"}""", null)]
    [InlineData("""{"model":null,"prompt":"x"}""", "model")]
    [InlineData("""{"model":"a b","prompt":"x"}""", "model")]
    [InlineData("""{"model":"m"}""", "prompt")]
    [InlineData("""{"model":"m","prompt":"x","messages":[{}]}""", "prompt")]
    [InlineData("""{"model":"m","messages":[]}""", "messages")]
    [InlineData("""{"model":"m","messages":"x"}""", "messages")]
    [InlineData("""{"model":"m","prompt":"x","priority":"urgent"}""", "priority")]
    [InlineData("""{"model":"m","prompt":"x","max_tokens":0}""", "max_tokens")]
    [InlineData("""{"model":"m","prompt":"x","max_tokens":8.5}""", "max_tokens")]
    [InlineData("""{"model":"m","prompt":"x","max_completion_tokens":0}""", "max_completion_tokens")]
    [InlineData("""{"model":"m","model":"n","prompt":"x"}""", "model")]
    [InlineData("""{"model":"m","prompt":"x","session":{"turns_max":1,"turns_max":2},"session_id":"s"}""", null)]
    [InlineData("""{"model":"m","prompt":"x","max_tokens":"5"}""", "max_tokens")]
    [InlineData("""{"model":"m","prompt":"x","temperature":2.1}""", "temperature")]
    [InlineData("""{"model":"m","prompt":"x","top_p":-0.1}""", "top_p")]
    [InlineData("""{"model":"m","prompt":"x","min_p":1.1}""", "min_p")]
    [InlineData("""{"model":"m","prompt":"x","top_k":-1}""", "top_k")]
    [InlineData("""{"model":"m","prompt":"x","stop":7}""", "stop")]
    [InlineData("""{"model":"m","prompt":"x","stop":["a",1]}""", "stop")]
    [InlineData("""{"model":"m","prompt":"x","task_id":"../x"}""", "task_id")]
    [InlineData("""{"model":"m","prompt":"x","workload":"rerank"}""", "workload")]
    [InlineData("""{"model":"m","prompt":"x","engine":"ollama"}""", "engine")]
    [InlineData("""{"model":"m","prompt":"x","ctx":0}""", "ctx")]
    [InlineData("""{"model":"m","prompt":"x","deadline_ms":0}""", "deadline_ms")]
    [InlineData("""{"model":"m","prompt":"x","deadline_ms":86400001}""", "deadline_ms")]
    [InlineData("""{"model":"m","prompt":"x","placement":{"pin":"../x"}}""", "placement.pin")]
    [InlineData("""{"model":"m","prompt":"x","placement":{"pin":"a","avoid":["a"]}}""", "placement.pin")]
    public void What_is_wrong_is_said_with_the_field(string body, string? field)
    {
        (TaskSubmission? submission, ErrorBody? invalid) = Read(body);

        Assert.Null(submission);
        Assert.Equal("INVALID_PARAMS", invalid!.Code);
        if (field is not null)
            Assert.Equal(field, invalid.Field);
    }

    [Fact]
    public void A_hash_survives_being_written_down()
    {
        BodyHash hash = Hash("""{"model":"m","prompt":"x"}""");

        Assert.Equal(hash, BodyHash.Parse(hash.ToString()));
        Assert.Equal(
            "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", BodyHash.Of([]).ToString());
    }

    private BodyHash Hash(string body) => Read(body).Submission!.BodyHash;

    private (TaskSubmission? Submission, ErrorBody? Invalid) Read(string body) =>
        reader.Read(Encoding.UTF8.GetBytes(body), new DefaultHttpContext());
}
