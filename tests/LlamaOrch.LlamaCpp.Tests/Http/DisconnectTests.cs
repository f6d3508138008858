using LlamaOrch.LlamaCpp.Tests.Fixtures;
using LlamaOrch.TestKit.Waiting;

namespace LlamaOrch.LlamaCpp.Tests.Http;

[Trait("lane", "integration")]
[Collection(SharedEngine.Name)]
public sealed class DisconnectTests(EngineFixture fixture)
{
    // Answers that no limit but the context's ends: only a freed slot can make room for more.
    private const string Endless = """{"prompt":"x","n_predict":-1,"ignore_eos":true,"stream":true}""";

    private RunningEngine Engine => fixture.Engine;

    [Fact]
    public async Task Client_that_leaves_a_stream_frees_its_slot_long_before_the_answers_end()
    {
        HttpResponseMessage response = await Engine.OpenStreamAsync(
            "/completion", Endless, TestContext.Current.CancellationToken);
        await using (Stream body = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken))
            Assert.True(await body.ReadAsync(new byte[16], TestContext.Current.CancellationToken) > 0);
        long before = Engine.Loaded.Loop.Counters.GeneratedTokens;
        response.Dispose();
        await Eventually.HoldsAsync("the slot to be free", () => Engine.BusySlots == 0);
        Assert.True(Engine.Loaded.Loop.Counters.GeneratedTokens - before < EngineFixture.ContextTokens);
    }

    [Fact]
    public async Task Client_that_leaves_while_it_waits_for_a_whole_answer_frees_its_slot()
    {
        using var leave = new CancellationTokenSource();
        Task<HttpResponseMessage> asked = Engine.PostAsync(
            "/completion", """{"prompt":"x","n_predict":-1,"ignore_eos":true}""", leave.Token);
        await Eventually.HoldsAsync("the request to get a slot", () => Engine.BusySlots == 1 || asked.IsCompleted);
        await leave.CancelAsync();
        await Eventually.HoldsAsync("the slot to be free", () => Engine.BusySlots == 0);
    }

    [Fact]
    public async Task Slots_serve_on_after_many_clients_left()
    {
        for (int round = 0; round < 3; round++)
        {
            HttpResponseMessage[] streams = await Task.WhenAll(Enumerable.Range(0, EngineFixture.Slots + 2).Select(
                _ => Engine.OpenStreamAsync("/completion", Endless, TestContext.Current.CancellationToken)));
            foreach (HttpResponseMessage stream in streams)
                stream.Dispose();
        }

        await Eventually.HoldsAsync("all slots to be free", () => Engine.BusySlots == 0);
        await Engine.AskAsync("/completion", """{"prompt":"x","n_predict":3}""");
    }
}
