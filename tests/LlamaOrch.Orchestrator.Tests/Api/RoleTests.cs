using System.Security.Cryptography;
using System.Text;
using LlamaOrch.Hosting.Security;
using LlamaOrch.Orchestrator.Tests.Scenes;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

[Trait("lane", "integration")]
public sealed class RoleTests
{
    [Theory]
    [InlineData("client", "POST", "/v2/nodes/register", 403)]
    [InlineData("client", "POST", "/v2/nodes/n/heartbeat", 403)]
    [InlineData("client", "DELETE", "/v2/nodes/n", 403)]
    [InlineData("client", "POST", "/v2/nodes/n/drain", 403)]
    [InlineData("client", "GET", "/v2/nodes", 200)]
    [InlineData("client", "POST", "/v1/chat/completions", 400)]
    [InlineData("client", "GET", "/nowhere", 404)]
    [InlineData("node", "POST", "/v2/nodes/register", 400)]
    [InlineData("node", "DELETE", "/v2/nodes/n", 404)]
    [InlineData("node", "POST", "/v2/nodes/n/drain", 403)]
    [InlineData("node", "POST", "/v1/chat/completions", 403)]
    [InlineData("node", "POST", "/v2/tasks", 403)]
    [InlineData("node", "GET", "/metrics", 200)]
    [InlineData("admin", "POST", "/v2/nodes/register", 400)]
    [InlineData("admin", "POST", "/v2/nodes/n/drain", 404)]
    [InlineData("admin", "POST", "/v2/tasks", 400)]
    [InlineData("token", "POST", "/v2/nodes/n/drain", 404)]
    public async Task A_key_opens_what_its_role_may(string key, string method, string path, int status)
    {
        await using ControlPlane plane = await ControlPlane.StartAsync(ApiTokens.Parse(
            "token", Key("client", ApiRole.Client), Key("node", ApiRole.Node), Key("admin", ApiRole.Admin)));
        using var request = new HttpRequestMessage(new HttpMethod(method), new Uri(plane.Url, path));
        if (method == "POST")
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        request.Headers.Authorization = new("Bearer", key);

        using HttpResponseMessage response = await plane.Http.SendAsync(request);

        Answer answer = await Answer.OfAsync(response);
        Assert.Equal(status, answer.Status);
        if (status == 403)
            Assert.Equal("FORBIDDEN", answer.Code);
    }

    [Fact]
    public async Task A_client_that_tries_to_be_a_node_is_counted_as_unauthorized()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync(
            ApiTokens.Parse("token", Key("client", ApiRole.Client)));
        plane.Http.DefaultRequestHeaders.Authorization = new("Bearer", "client");

        using HttpResponseMessage refused = await plane.PostAsync("/v2/nodes/register", "{}");

        Assert.Equal(403, (int)refused.StatusCode);
        await plane.MetricIsAsync(1, "orchd_node_registrations_total", ("outcome", "unauthorized"));
    }

    private static ApiKey Key(string secret, ApiRole role) => new()
    {
        Name = secret,
        Hash = SHA256.HashData(Encoding.UTF8.GetBytes(secret)),
        Role = role,
    };
}
