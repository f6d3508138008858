using System.Security.Cryptography;
using System.Text;
using LlamaOrch.Hosting.Security;
using LlamaOrch.Orchestrator.Tests.Scenes;
using LlamaOrch.TestKit.Waiting;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Api;

[Trait("lane", "integration")]
public sealed class StatusTests
{
    [Fact]
    public async Task The_status_tells_the_room_on_the_disk_and_that_nobody_needs_a_token()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        await Eventually.HoldsAsync("a look at the disk", async () =>
            (await plane.GetAsync("/v2/meta/status")).Json.GetProperty("disks").GetArrayLength() == 1);

        Answer status = await plane.GetAsync("/v2/meta/status");

        Assert.False(status.Json.GetProperty("token_required").GetBoolean());
        Assert.Equal("admin", status.Json.GetProperty("role").GetString());
        Assert.Equal("sqlite", status.Json.GetProperty("storage").GetString());
        Assert.Equal("data", status.Json.GetProperty("disks")[0].GetProperty("purpose").GetString());
        Assert.True(status.Json.GetProperty("disks")[0].GetProperty("total_bytes").GetInt64() > 0);
    }

    [Theory]
    [InlineData("key", "client")]
    [InlineData("token", "admin")]
    public async Task The_status_tells_a_caller_what_it_may_do(string secret, string role)
    {
        var key = new ApiKey
        {
            Name = "key",
            Hash = SHA256.HashData(Encoding.UTF8.GetBytes("key")),
            Role = ApiRole.Client,
        };
        await using ControlPlane plane = await ControlPlane.StartAsync(ApiTokens.Parse("token", key));
        plane.Http.DefaultRequestHeaders.Authorization = new("Bearer", secret);

        Answer status = await plane.GetAsync("/v2/meta/status");

        Assert.Equal(role, status.Json.GetProperty("role").GetString());
        Assert.True(status.Json.GetProperty("token_required").GetBoolean());
    }
}
