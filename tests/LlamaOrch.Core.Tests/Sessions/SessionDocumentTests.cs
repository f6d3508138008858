using System.Text.Json;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Sessions;
using Xunit;

namespace LlamaOrch.Core.Tests.Sessions;

public sealed class SessionDocumentTests
{
    [Fact]
    public void A_session_is_the_same_after_it_was_kept()
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        SessionState state = SessionState.Begin(
            new SessionLimits
            {
                TurnsMax = 3,
                Ttl = TimeSpan.FromSeconds(90),
                Budget = new(100, TimeSpan.FromSeconds(9), 77),
                MicrosPerThousandTokens = 5,
            },
            start);
        state = SessionDecisions.Take(state, new TurnWish(new TaskId("a"), 10, TimeSpan.FromSeconds(1)), start).State;
        state = SessionDecisions.Settle(state, new TaskId("a"), 4, TimeSpan.FromMilliseconds(10), start);
        state = SessionDecisions.Take(state, new TurnWish(new TaskId("b"), 20, TimeSpan.FromSeconds(2)), start).State;
        state = SessionDecisions.Place(state, new PoolId("p")).State;

        SessionState read = SessionDocument.Read(SessionDocument.Write(state));

        Assert.Equal(state.Reserved, read.Reserved);
        Assert.Equal(state with { Reserved = read.Reserved }, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    public void What_is_no_session_is_said(string json) =>
        Assert.Throws<JsonException>(() => SessionDocument.Read(System.Text.Encoding.UTF8.GetBytes(json)));
}
