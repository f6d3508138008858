using System.Text.Json;
using Xunit;

namespace LlamaOrch.Client.Tests;

[Trait("lane", "unit")]
public sealed class AnswerBoundsTests
{
    private readonly AnswerBounds bounds = new(TimeSpan.FromMilliseconds(20));

    [Fact]
    public async Task A_server_that_hangs_is_told_as_one_that_can_not_be_reached()
    {
        HttpRequestException failure = await Assert.ThrowsAsync<HttpRequestException>(
            () => bounds.HoldAsync(ForeverAsync, CancellationToken.None));

        Assert.Equal("no answer within 0 s", failure.Message);
    }

    [Fact]
    public async Task A_caller_who_leaves_is_not_told_that_the_server_hangs()
    {
        using var caller = new CancellationTokenSource();
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bounds.HoldAsync(ForeverAsync, caller.Token));
    }

    public static TheoryData<Exception> Strange =>
        [new JsonException("x"), new IOException("x"), new NotSupportedException("x")];

    [Theory]
    [MemberData(nameof(Strange), DisableDiscoveryEnumeration = true)]
    public async Task An_answer_that_breaks_off_or_is_something_else_is_no_defect_of_ours(Exception failure) =>
        await Assert.ThrowsAsync<HttpRequestException>(
            () => bounds.HoldAsync<int>(_ => throw failure, CancellationToken.None));

    [Fact]
    public async Task A_stream_that_is_silent_goes_on_as_long_as_the_server_says_that_it_is_there()
    {
        var asked = new TaskCompletionSource();
        int count = 0;

        List<int> seen = await ReadAsync(
            OneAfter(asked.Task),
            _ =>
            {
                if (++count == 3)
                    asked.SetResult();
                return Task.CompletedTask;
            });

        Assert.Equal([7], seen);
        Assert.InRange(count, 3, int.MaxValue);
    }

    [Fact]
    public async Task A_stream_of_a_server_that_is_gone_ends_with_the_reason()
    {
        HttpRequestException failure = await Assert.ThrowsAsync<HttpRequestException>(() => ReadAsync(
            OneAfter(new TaskCompletionSource().Task),
            _ => throw new HttpRequestException("gone")));

        Assert.Equal("gone", failure.Message);
    }

    private async Task<List<int>> ReadAsync(IAsyncEnumerable<int> events, Func<CancellationToken, Task> ask)
    {
        List<int> seen = [];
        await foreach (int one in bounds.WatchAsync(events, ask, CancellationToken.None))
            seen.Add(one);
        return seen;
    }

    private static async IAsyncEnumerable<int> OneAfter(
        Task moment, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop = default)
    {
        await moment.WaitAsync(stop);
        yield return 7;
    }

    private static async Task<int> ForeverAsync(CancellationToken stop)
    {
        await new TaskCompletionSource().Task.WaitAsync(stop);
        return 0;
    }
}
