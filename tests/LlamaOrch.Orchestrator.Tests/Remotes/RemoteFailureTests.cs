using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using LlamaOrch.Hosting.Remotes;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Remotes;

[Trait("lane", "unit")]
public sealed class RemoteFailureTests
{
    public static TheoryData<Exception> Broken =>
    [
        new HttpRequestException("refused"),
        new HttpIOException(HttpRequestError.ResponseEnded),
        new IOException("reset"),
        // What .NET throws when a connection is reset between its making and its first use.
        new SocketException((int)SocketError.NotConnected),
        new AuthenticationException("certificate"),
        new TaskCanceledException("HttpClient.Timeout"),
        new TimeoutException(),
        new ObjectDisposedException("NetworkStream"),
    ];

    public static TheoryData<Exception> Nonsense =>
    [
        new JsonException(),
        new InvalidDataException(),
        new NotSupportedException("content type"),
        new FormatException(),
        new InvalidOperationException("character set"),
    ];

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_connection_that_fails_is_the_other_sides_failure(Exception failure)
    {
        Assert.True(RemoteFailure.Is(failure));
        Assert.True(RemoteFailure.IsAny(failure));
        Assert.False(RemoteFailure.IsUnreadable(failure));
    }

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void An_answer_that_cannot_be_read_is_one_too_but_no_broken_connection(Exception failure)
    {
        Assert.False(RemoteFailure.Is(failure));
        Assert.True(RemoteFailure.IsUnreadable(failure));
        Assert.True(RemoteFailure.IsAny(failure));
    }

    [Theory]
    [MemberData(nameof(Broken))]
    [MemberData(nameof(Nonsense))]
    public void A_call_that_the_caller_gave_up_is_nobodys_failure(Exception failure)
    {
        var gone = new CancellationToken(canceled: true);

        Assert.False(RemoteFailure.Is(failure, gone));
        Assert.False(RemoteFailure.IsAny(failure, gone));
    }

    [Fact]
    public void A_defect_of_ours_is_none()
    {
        Assert.False(RemoteFailure.IsAny(new KeyNotFoundException()));
        Assert.False(RemoteFailure.IsAny(new ArgumentException("ours")));
    }
}
