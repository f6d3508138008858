using System.Text;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Hosting.Security;
using LlamaOrch.PoolManager.Registration;
using LlamaOrch.TestKit.Connections;

namespace LlamaOrch.PoolManager.Tests.Registration;

/// <summary>Whatever the other side does, a call to the control plane ends with an answer and never throws.</summary>
[Trait("lane", "integration")]
public sealed class OrchestratorLinkTests
{
    // What the caller sees depends on which side is faster: a few hundred tries have shown three kinds of failure.
    private const int Tries = 300;

    [Fact]
    public async Task A_connection_that_is_reset_right_after_it_was_made_is_an_error()
    {
        using ResettingServer server = ResettingServer.Start();
        using var link = new OrchestratorLink(server.Url, ApiTokens.Parse(null), _ => { });
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            LinkAnswer answer = await link.HeartbeatAsync(
                new NodeId("n1"), Beat(), TestContext.Current.CancellationToken);

            Assert.Equal(LinkOutcome.Error, answer.Outcome);
            Assert.NotEmpty(answer.Sentence);
        }
    }

    [Theory]
    [InlineData("application/json; charset=klingon", """{"next_heartbeat_ms":1000}""")]
    [InlineData("text/html", "<html>a proxy</html>")]
    [InlineData("application/json", "null")]
    [InlineData("application/json", "[]")]
    [InlineData("application/json", """{"next_heartbeat_ms":""")]
    [InlineData("application/json", """{"next_heartbeat_ms":1000,"orphaned_leases":[null]}""")]
    [InlineData("application/json", """{"next_heartbeat_ms":1000,"orphaned_leases":[{}]}""")]
    public async Task An_answer_that_is_none_is_an_error(string contentType, string body)
    {
        await using RawServer server = RawServer.Start(
            $"HTTP/1.1 200 OK\r\nContent-Type: {contentType}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}"
            + $"\r\nConnection: close\r\n\r\n{body}");
        using var link = new OrchestratorLink(server.Url, ApiTokens.Parse(null), _ => { });

        LinkAnswer answer = await link.HeartbeatAsync(
            new NodeId("n1"), Beat(), TestContext.Current.CancellationToken);

        Assert.Equal(LinkOutcome.Error, answer.Outcome);
    }

    private static HeartbeatRequest Beat() => new(DateTimeOffset.UnixEpoch, []);
}
