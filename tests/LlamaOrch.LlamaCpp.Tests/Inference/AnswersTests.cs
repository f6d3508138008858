using System.Text.Json;
using LlamaOrch.LlamaCpp.Tests.Fixtures;
using LlamaOrch.TestKit.Waiting;

namespace LlamaOrch.LlamaCpp.Tests.Inference;

/// <summary>Several answers to one request.</summary>
[Trait("lane", "integration")]
[Collection(SharedEngine.Name)]
public sealed class AnswersTests(EngineFixture fixture)
{
    private RunningEngine Engine => fixture.Engine;

    [Fact]
    public async Task Answers_of_one_request_take_one_slot_one_after_the_other()
    {
        JsonElement answers = await Engine.AskAsync(
            "/completion", """{"prompt":"x","n_predict":8,"n":6,"seed":3,"ignore_eos":true}""");
        int[] slots = [.. answers.EnumerateArray().Select(answer => answer.GetProperty("id_slot").GetInt32())];
        Assert.Equal(6, slots.Length);
        Assert.Single(slots.Distinct());
    }

    [Fact]
    public async Task Each_answer_is_the_one_that_its_seed_gives_alone()
    {
        JsonElement answers = await Engine.AskAsync(
            "/completion", """{"prompt":"x","n_predict":16,"n":3,"seed":3,"ignore_eos":true}""");
        for (int index = 0; index < 3; index++)
        {
            JsonElement alone = await Engine.AskAsync(
                "/completion", $$"""{"prompt":"x","n_predict":16,"seed":{{3 + index}},"ignore_eos":true}""");
            Assert.Equal(alone.GetProperty("content").GetString(), answers[index].GetProperty("content").GetString());
        }
    }

    [Fact]
    public async Task Others_get_the_slots_that_a_request_of_many_answers_does_not_take()
    {
        using var leave = new CancellationTokenSource();
        Task<HttpResponseMessage> many = Engine.PostAsync(
            "/completion", """{"prompt":"x","n_predict":-1,"n":128,"ignore_eos":true}""", leave.Token);
        await Eventually.HoldsAsync("the request to run", () => Engine.BusySlots == 1 || many.IsCompleted);
        await Engine.AskAsync("/completion", """{"prompt":"y","n_predict":3}""");
        Assert.False(many.IsCompleted);
        await leave.CancelAsync();
        await Eventually.HoldsAsync("all slots to be free", () => Engine.BusySlots == 0);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => many);
    }
}
