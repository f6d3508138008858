using System.Runtime.CompilerServices;
using System.Text.Json;

namespace LlamaOrch.Client;

/// <summary>
/// Keeps a server that hangs, breaks off or answers something else from hanging or breaking its caller: all of these
/// are an <see cref="HttpRequestException"/> with the reason.
/// </summary>
/// <param name="answerMax">How long an answer may take.</param>
internal sealed class AnswerBounds(TimeSpan answerMax)
{
    /// <summary>Does one call.</summary>
    /// <exception cref="HttpRequestException">There was no answer in time, or none of the expected form.</exception>
    public async Task<TAnswer> HoldAsync<TAnswer>(
        Func<CancellationToken, Task<TAnswer>> call, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(answerMax);
        try
        {
            return await call(limit.Token);
        }
        catch (OperationCanceledException silence) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"no answer within {answerMax.TotalSeconds:0.#} s", silence);
        }
        catch (IOException broken)
        {
            throw new HttpRequestException($"its answer broke off: {broken.Message}", broken);
        }
        catch (Exception strange) when (strange is JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new HttpRequestException("its answer is not one of orchestratord", strange);
        }
    }

    /// <summary>
    /// Passes events on; after each silence the server is asked something, which fails when it is gone.
    /// </summary>
    /// <exception cref="HttpRequestException">The server no longer answers, or the stream broke off.</exception>
    public async IAsyncEnumerable<TEvent> WatchAsync<TEvent>(
        IAsyncEnumerable<TEvent> events,
        Func<CancellationToken, Task> ask,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IAsyncEnumerator<TEvent> source = events.GetAsyncEnumerator(stop.Token);
        Task<bool> next = source.MoveNextAsync().AsTask();
        try
        {
            while (await AnsweredAsync(next, ask, cancellationToken))
            {
                yield return source.Current;
                next = source.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // A source can only be disposed of when it does not read.
            await stop.CancelAsync();
            await next.ContinueWith(
                static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            await source.DisposeAsync();
        }
    }

    private async Task<bool> AnsweredAsync(
        Task<bool> next, Func<CancellationToken, Task> ask, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await next.WaitAsync(answerMax, cancellationToken);
            }
            catch (TimeoutException) when (!next.IsCompleted)
            {
                await ask(cancellationToken);
            }
            catch (IOException broken)
            {
                throw new HttpRequestException($"the event stream broke off: {broken.Message}", broken);
            }
        }
    }
}
