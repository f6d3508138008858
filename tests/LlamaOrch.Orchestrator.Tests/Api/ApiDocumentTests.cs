using System.Text.Json;
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
    public async Task Operations_have_ids_of_their_own_that_name_functions()
    {
        JsonElement[] operations = [.. Operations(await DocumentAsync()).Select(operation => operation.Value)];
        string[] ids = [.. operations.Select(operation => operation.GetProperty("operationId").GetString()!)];

        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        Assert.All(ids, id => Assert.Matches("^[a-z]+([A-Z][a-z]+)+$", id));
    }

    [Fact]
    public async Task Bodies_have_examples_that_are_taken()
    {
        string document = await DocumentAsync();
        int sent = 0;
        foreach ((string method, string path, JsonElement operation) in Operations(document))
        {
            if (!operation.TryGetProperty("requestBody", out JsonElement body))
                continue;
            string example = body.GetProperty("content").GetProperty("application/json").GetProperty("example")
                .GetRawText();
            sent++;
            using var request = new HttpRequestMessage(
                new HttpMethod(method), new Uri(shared.Plane.Url, path.Replace("{id}", "x", StringComparison.Ordinal)))
            {
                Content = new StringContent(example, null, "application/json"),
            };
            using HttpResponseMessage response = await shared.Plane.Http.SendAsync(request);
            Answer answer = await Answer.OfAsync(response);

            // What an example names is not there, which is no fault of the example.
            Assert.True(
                answer.Status < 300 || answer.Code is "MODEL_NOT_AVAILABLE" or "NOT_FOUND" or "POOL_UNREADY",
                $"{method} {path}: {answer.Status} {answer.Text}");
        }

        Assert.True(sent >= 8, $"only {sent} examples");
    }

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

    private static IEnumerable<(string Method, string Path, JsonElement Value)> Operations(string document) =>
        from path in JsonDocument.Parse(document).RootElement.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        select (operation.Name.ToUpperInvariant(), path.Name, operation.Value);

    private async Task<string> DocumentAsync() => (await shared.Plane.GetAsync(ApiDocumentFeature.DocumentPath)).Text;

    [GeneratedRegex(@"(src|href|url)\s*[=:]\s*[""'](https?:)?//", RegexOptions.IgnoreCase)]
    private static partial Regex OtherServer();
}
