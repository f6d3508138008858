using System.Text;
using System.Text.Json;
using LlamaOrch.Hosting.OpenApi;
using LlamaOrch.PoolManager.Tests.Fixtures;
using LlamaOrch.TestKit.Api;

namespace LlamaOrch.PoolManager.Tests.Endpoints;

/// <summary>Text that is not Unicode, everywhere where a caller may send text that this daemon reads.</summary>
[Trait("lane", "integration")]
public sealed class BrokenTextTests
{
    [Fact]
    public async Task Every_body_with_broken_text_is_a_400_that_names_the_field()
    {
        await using Node node = await Node.StartAsync([]);
        string document = await node.Http.GetStringAsync(
            new Uri(ApiDocumentFeature.DocumentPath, UriKind.Relative), TestContext.Current.CancellationToken);
        int sent = 0;
        foreach ((string method, string path, byte[] body) in BrokenBodies.Of(document))
        {
            // A request on its way to an engine is passed on as bytes.
            if (path.EndsWith("/infer", StringComparison.Ordinal))
                continue;
            sent++;
            using var request = new HttpRequestMessage(new HttpMethod(method), path)
            {
                Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } },
            };
            using HttpResponseMessage response =
                await node.Http.SendAsync(request, TestContext.Current.CancellationToken);

            string text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            using JsonDocument error = JsonDocument.Parse(text);
            bool isNamed = error.RootElement.TryGetProperty("field", out _) || body[0] != '{';
            Assert.True(
                (int)response.StatusCode == 400 && isNamed,
                $"{method} {path} {Encoding.Latin1.GetString(body)}: {response.StatusCode} {text}");
        }

        Assert.True(sent > 40, $"only {sent} bodies");
    }
}
