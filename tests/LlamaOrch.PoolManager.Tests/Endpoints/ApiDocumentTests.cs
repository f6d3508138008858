using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.PoolManager.Tests.Fixtures;
using LlamaOrch.TestKit.Files;

namespace LlamaOrch.PoolManager.Tests.Endpoints;

[Trait("lane", "integration")]
public sealed class ApiDocumentTests
{
    [Fact]
    public async Task Document_committed_is_the_one_that_the_code_gives()
    {
        await using Node node = await Node.StartAsync([]);

        GeneratedFile.Check(
            "docs/reference/openapi/pool-managerd.json", await DocumentAsync(node), "scripts/openapi");
    }

    [Fact]
    public async Task Document_has_every_route_and_no_other()
    {
        await using Node node = await Node.StartAsync([]);

        Assert.Equal(
            ApiDocument.Routes(node.Services, path => ApiDocumentFeature.Has(path)),
            ApiDocument.Operations(await DocumentAsync(node)));
    }

    private static Task<string> DocumentAsync(Node node) => node.Http.GetStringAsync(
        new Uri(ApiDocumentFeature.DocumentPath, UriKind.Relative), TestContext.Current.CancellationToken);
}
