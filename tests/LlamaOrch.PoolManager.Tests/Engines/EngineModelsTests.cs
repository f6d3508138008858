using System.Net;
using System.Text;
using LlamaOrch.Contracts.Pools;
using LlamaOrch.PoolManager.Tests.Fixtures;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Waiting;

namespace LlamaOrch.PoolManager.Tests.Engines;

/// <summary>Which models of an attached engine are served, and under which names.</summary>
[Trait("lane", "integration")]
public sealed class EngineModelsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_engine_that_is_swapped_for_another_model_changes_its_pool(bool isLlamaServer)
    {
        await using FakeEngine engine = await FakeEngine.StartAsync(
            new FakeEngineBehavior { IsLlamaServer = isLlamaServer });
        await using Node node = await Node.StartReadyAsync(engine);

        engine.Behavior = engine.Behavior with { ModelId = "another", Slots = 7, ContextTokens = 512 };

        await node.UntilAsync("p", report => report is { Ready: true, ModelId.Value: "another" }
            && (!isLlamaServer || report is { SlotsTotal: 7, ContextTokens: 512 }));
    }

    [Fact]
    public async Task A_pool_with_a_name_of_its_own_stops_when_the_engine_serves_another_model_until_it_is_reloaded()
    {
        await using FakeEngine engine = await FakeEngine.StartAsync(new FakeEngineBehavior { IsLlamaServer = false });
        await using Node node = await Node.StartReadyAsync(engine, "--pools:0:model_id", "mine");

        engine.Behavior = engine.Behavior with { ModelId = "another" };
        await node.UntilAsync("p", PoolState.Offline);
        Assert.Contains("serves 'another' now", (await node.StatusAsync("p")).LastError, StringComparison.Ordinal);

        using HttpResponseMessage reload = await node.Http.PostAsync(
            "/v2/pools/p/reload", null, TestContext.Current.CancellationToken);
        await node.UntilAsync("p", report => report is { Ready: true, ModelId.Value: "mine" });
    }

    [Fact]
    public async Task A_strict_engine_is_asked_by_its_own_name_and_its_client_sees_the_name_that_it_asked_for()
    {
        await using FakeEngine engine = await FakeEngine.StartAsync(
            new FakeEngineBehavior { IsLlamaServer = false, IsStrict = true, ModelId = "Org/My model (8B)" });
        await using Node node = await Node.StartReadyAsync(engine, "--pools:0:model_id", "mine");

        foreach (string body in (string[])
            [
                """{"model":"mine","messages":[]}""",
                """{"stream":true, "metadata":{"model":"mine"}, "model" : "m\u0069ne"}""",
            ])
        {
            using HttpResponseMessage response = await node.SendAsync(
                node.Infer(body), TestContext.Current.CancellationToken);
            string answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains("\"model\":\"mine\"", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("My model", answer, StringComparison.Ordinal);
        }

        string[] seen = [.. engine.Requests.Select(request => Encoding.UTF8.GetString(request.Body))];
        Assert.Equal("""{"model":"Org/My model (8B)","messages":[]}""", seen[0]);
        Assert.Equal("""{"stream":true, "metadata":{"model":"mine"}, "model" : "Org/My model (8B)"}""", seen[1]);
    }

    [Fact]
    public async Task Every_model_of_an_engines_list_is_a_pool_on_the_same_slots()
    {
        await using FakeEngine engine = await FakeEngine.StartAsync(new FakeEngineBehavior
        {
            IsLlamaServer = false,
            IsStrict = true,
            Models = ["llama3.2:3b", "org/qwen@q4_k_m", "my embedder"],
            HoldAfterTokens = 1,
        });
        await using Node node = await Node.StartReadyAsync(engine, "--pools:0:slots", "1");
        string pools = await node.Http.GetStringAsync("/v2/pools", TestContext.Current.CancellationToken);
        Assert.Contains("\"p:org-qwen-q4_k_m\"", pools, StringComparison.Ordinal);
        Assert.Equal("llama3.2:3b", (await node.StatusAsync("p")).ModelId!.Value.Value);
        Assert.Equal("org/qwen@q4_k_m", (await node.StatusAsync("p:org-qwen-q4_k_m")).ModelId!.Value.Value);
        Assert.Equal("my-embedder", (await node.StatusAsync("p:my-embedder")).ModelId!.Value.Value);

        using HttpResponseMessage held = await node.SendAsync(
            node.Infer("""{"model":"my-embedder","stream":true}""", poolId: "p:my-embedder"),
            TestContext.Current.CancellationToken);
        using HttpResponseMessage beyond = await node.SendAsync(
            node.Infer("""{"model":"llama3.2:3b"}"""), TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, held.StatusCode);
        Assert.False(beyond.IsSuccessStatusCode);
        Assert.Single((await node.StatusAsync("p:my-embedder")).ActiveLeases);
        Assert.Empty((await node.StatusAsync("p")).ActiveLeases);
        Assert.Equal(0, (await node.StatusAsync("p")).SlotsFree);
        engine.ReleaseHeld();
        await node.UntilAsync("p", report => report.SlotsFree == 1);
    }

    [Fact]
    public async Task The_setting_engine_model_chooses_one_of_the_list_and_says_so_when_it_is_not_there()
    {
        await using FakeEngine engine = await FakeEngine.StartAsync(
            new FakeEngineBehavior { IsLlamaServer = false, Models = ["a", "b"] });
        await using (Node node = await Node.StartReadyAsync(engine, "--pools:0:engine_model", "b"))
        {
            Assert.Equal("b", (await node.StatusAsync("p")).ModelId!.Value.Value);
            engine.Behavior = engine.Behavior with { Models = ["b", "a"] };
            string pools = await node.Http.GetStringAsync("/v2/pools", TestContext.Current.CancellationToken);
            Assert.DoesNotContain("p:", pools, StringComparison.Ordinal);
        }

        await using Node other = await Node.StartAsync(
            [.. Node.Attached("p", engine.Url), "--pools:0:engine_model", "c"]);
        await other.UntilAsync("p", PoolState.Failed);
        Assert.Contains(
            "does not list the model 'c'", (await other.StatusAsync("p")).LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_engine_that_lists_in_another_order_keeps_its_first_model()
    {
        await using FakeEngine engine = await FakeEngine.StartAsync(
            new FakeEngineBehavior { IsLlamaServer = false, Models = ["a", "b"] });
        await using Node node = await Node.StartReadyAsync(engine);

        engine.Behavior = engine.Behavior with { Models = ["c", "b", "a"] };

        await Eventually.HoldsAsync("the new model is served", async () => (await node.Http.GetStringAsync("/v2/pools"))
            .Contains("\"p:c\"", StringComparison.Ordinal));
        Assert.Equal("a", (await node.StatusAsync("p")).ModelId!.Value.Value);
    }

    [Fact]
    public async Task An_engine_with_a_key_is_attached_with_a_file_whose_key_may_change_and_never_shows_it()
    {
        using var folder = new TemporaryDirectory();
        string file = folder.File("key");
        await File.WriteAllTextAsync(file, "sk-first\n", TestContext.Current.CancellationToken);
        await using FakeEngine engine = await FakeEngine.StartAsync(
            new FakeEngineBehavior { IsLlamaServer = false, ApiKey = "sk-first" });
        await using Node node = await Node.StartReadyAsync(engine, "--pools:0:engine_api_key_file", file);
        using HttpResponseMessage response = await node.SendAsync(
            node.Infer("{}"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain(
            "sk-first",
            await File.ReadAllTextAsync(node.HandoffFile("p"), TestContext.Current.CancellationToken),
            StringComparison.Ordinal);

        engine.Behavior = engine.Behavior with { ApiKey = "sk-second" };
        await node.UntilAsync("p", PoolState.Offline);
        Assert.Contains("does not take the API key", (await node.StatusAsync("p")).LastError, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "sk-second", TestContext.Current.CancellationToken);
        await node.UntilReadyAsync("p");
    }

    [Fact]
    public async Task An_engine_that_wants_a_key_and_gets_none_says_which_setting_is_missing()
    {
        await using FakeEngine engine = await FakeEngine.StartAsync(new FakeEngineBehavior { ApiKey = "sk" });
        await using Node node = await Node.StartAsync(Node.Attached("p", engine.Url));
        await node.UntilAsync("p", PoolState.Failed);

        Assert.Contains("engine_api_key_file", (await node.StatusAsync("p")).LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slots_that_nobody_told_are_said_to_be_assumed()
    {
        await using FakeEngine engine = await FakeEngine.StartAsync(new FakeEngineBehavior { IsLlamaServer = false });
        await using (Node silent = await Node.StartReadyAsync(engine))
            Assert.True((await silent.StatusAsync("p")) is { SlotsAssumed: true, SlotsTotal: 4 });

        await using Node set = await Node.StartReadyAsync(engine, "--pools:0:slots", "9");
        Assert.True((await set.StatusAsync("p")) is { SlotsAssumed: null, SlotsTotal: 9 });
    }
}
