using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LlamaOrch.Hosting.Logging;
using LlamaOrch.Hosting.Security;
using LlamaOrch.Orchestrator.Tests.Scenes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Logging;

[Trait("lane", "integration")]
public sealed class LoggingEndpointTests
{
    private static readonly Uri Route = new("/v2/meta/logging", UriKind.Relative);

    [Fact]
    public async Task Settings_are_changed_while_it_runs()
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();

        HttpResponseMessage answer = await PutAsync(plane, """{"level":"warn","sampling":0.5}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(LogLevel.Warning, plane.Services.GetRequiredService<LogPolicy>().Current.Level);
        JsonElement shown = JsonSerializer.Deserialize<JsonElement>(await plane.Http.GetStringAsync(Route));
        Assert.Equal(
            ("warn", 0.5), (shown.GetProperty("level").GetString(), shown.GetProperty("sampling").GetDouble()));
    }

    [Theory]
    [InlineData("""{"level":"loud"}""", "level")]
    [InlineData("""{"sampling":7}""", "sampling")]
    public async Task A_bad_value_is_refused_by_its_field_and_changes_nothing(string body, string field)
    {
        await using ControlPlane plane = await ControlPlane.StartAsync();
        LogSettings before = plane.Services.GetRequiredService<LogPolicy>().Current;

        HttpResponseMessage answer = await PutAsync(plane, body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        JsonElement error = JsonSerializer.Deserialize<JsonElement>(await answer.Content.ReadAsStringAsync());
        Assert.Equal(
            ("INVALID_PARAMS", field),
            (error.GetProperty("code").GetString(), error.GetProperty("field").GetString()));
        Assert.Same(before, plane.Services.GetRequiredService<LogPolicy>().Current);
    }

    [Fact]
    public async Task Only_administrators_see_and_change_what_is_logged()
    {
        byte[] hash = SHA256.HashData("of-a-client"u8);
        var key = new ApiKey { Name = "client", Hash = hash, Role = ApiRole.Client };
        await using ControlPlane plane = await ControlPlane.StartAsync(ApiTokens.Parse("of-an-admin", key));
        plane.Http.DefaultRequestHeaders.Authorization = new("Bearer", "of-a-client");

        Assert.Equal(HttpStatusCode.Forbidden, (await PutAsync(plane, """{"level":"trace"}""")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await plane.Http.GetAsync(Route)).StatusCode);
    }

    private static Task<HttpResponseMessage> PutAsync(ControlPlane plane, string body) =>
        plane.Http.PutAsync(Route, new StringContent(body, Encoding.UTF8, "application/json"));
}
