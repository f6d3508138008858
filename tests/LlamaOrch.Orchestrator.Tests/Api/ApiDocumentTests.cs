using System.Text.RegularExpressions;
using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Files;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

[Trait("lane", "integration")]
public sealed partial class ApiDocumentTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    [Fact]
    public async Task Document_committed_is_the_one_that_the_code_gives() => GeneratedFile.Check(
        "docs/reference/openapi/orchestratord.json", await DocumentAsync(), "scripts/openapi");

    [Fact]
    public async Task Document_has_every_route_and_no_other() => Assert.Equal(
        ApiDocument.Routes(shared.Plane.Services, path => ApiDocumentFeature.Has(path)),
        ApiDocument.Operations(await DocumentAsync()));

    [Fact]
    public async Task Document_and_page_need_no_token()
    {
        await using ControlPlane guarded = await ControlPlane.StartAsync("a-token");
        using var stranger = new HttpClient { BaseAddress = guarded.Url };

        foreach (string path in (string[])[ApiDocumentFeature.DocumentPath, "/docs", "/docs/scalar.js"])
        {
            using HttpResponseMessage answer = await stranger.GetAsync(new Uri(path, UriKind.Relative));
            Assert.True(answer.IsSuccessStatusCode, path);
        }

        using HttpResponseMessage other = await stranger.GetAsync(new Uri("/v2/meta/capabilities", UriKind.Relative));
        Assert.Equal(401, (int)other.StatusCode);
    }

    [Fact]
    public async Task Page_names_nothing_outside_this_server()
    {
        Answer page = await shared.Plane.GetAsync("/docs/");

        Assert.Equal(200, page.Status);
        Assert.Contains("openapi/v1.json", page.Text, StringComparison.Ordinal);
        Assert.DoesNotMatch(OtherServer(), page.Text);
        Assert.Contains("connect-src 'self'", page.Header("Content-Security-Policy"), StringComparison.Ordinal);
    }

    private async Task<string> DocumentAsync() => (await shared.Plane.GetAsync(ApiDocumentFeature.DocumentPath)).Text;

    [GeneratedRegex(@"(src|href|url)\s*[=:]\s*[""'](https?:)?//", RegexOptions.IgnoreCase)]
    private static partial Regex OtherServer();
}
