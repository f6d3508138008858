using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using LlamaOrch.Cluster.Tests.Fleet;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.TestKit.Engines;
using LlamaOrch.TestKit.Files;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Cluster.Tests.Catalog;

[Trait("lane", "cluster")]
public sealed class TamperedModelTests
{
    private const string Verify = $"/v2/catalog/models/{TestPool.RealModel}/verify";

    [Fact]
    public async Task A_model_file_that_was_tampered_with_is_found_and_its_pool_gets_no_task()
    {
        using var files = new TemporaryDirectory();
        string good = files.File("good.gguf");
        string bad = files.File("bad.gguf");
        byte[] model = await File.ReadAllBytesAsync(RealModel.File, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(good, model, TestContext.Current.CancellationToken);
        string digest = Sha256Digest.Of(SHA256.HashData(model)).Value;
        // A weight, so that the engine loads it all the same.
        model[^1] ^= 1;
        await File.WriteAllBytesAsync(bad, model, TestContext.Current.CancellationToken);
        await using FakeEngine engine = await FakeEngine.StartAsync();
        await using TestFleet fleet = await TestFleet.StartAsync();
        fleet.StartNode(
            "node-a", TestPool.Embedded("pool-a", good), TestPool.Attached("pool-c", engine.Url));
        fleet.StartNode("node-b", TestPool.Embedded("pool-b", bad));
        await fleet.PoolsReadyAsync(3);

        JsonElement availability = await fleet.Http.GetFromJsonAsync<JsonElement>(
            "/v2/catalog/availability", TestContext.Current.CancellationToken);
        Assert.Equal(
            (1, 1, 2),
            (availability.GetProperty("replicated_models").GetInt32(),
                availability.GetProperty("single_node_models").GetInt32(),
                availability.GetProperty("total_models").GetInt32()));

        using HttpResponseMessage registered = await fleet.Http.PostAsJsonAsync(
            "/v2/catalog/models",
            new { model_id = TestPool.RealModel, reference = $"file:{good}", digest },
            TestContext.Current.CancellationToken);
        Assert.Equal(201, (int)registered.StatusCode);
        await VerificationIsAsync(fleet, ("node-a", "verified"), ("node-b", "mismatch"));
        await fleet.PoolsReadyAsync(2);

        for (int number = 0; number < 6; number++)
        {
            TaskView task = await fleet.SubmitAsync(TestPool.RealModel, maxTokens: 2);
            await fleet.AllEventsAsync(task.TaskId);
            Assert.Equal("pool-a", (await fleet.Client.GetTaskAsync(task.TaskId)).PoolId?.Value);
        }
    }

    private static Task VerificationIsAsync(TestFleet fleet, params (string, string)[] expected) =>
        Eventually.HoldsAsync($"verification is {string.Join(", ", expected)}", async () =>
        {
            using HttpResponseMessage response = await fleet.Http.PostAsync(new Uri(Verify, UriKind.Relative), null);
            JsonElement answer = await response.Content.ReadFromJsonAsync<JsonElement>();
            return answer.GetProperty("nodes").EnumerateArray()
                .Select(node => (node.GetProperty("node_id").GetString()!, node.GetProperty("result").GetString()!))
                .SequenceEqual(expected);
        });
}
