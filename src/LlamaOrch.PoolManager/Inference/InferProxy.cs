using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using System.Net;
using System.Runtime.CompilerServices;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Streams;
using LlamaOrch.PoolManager.Configuration;
using LlamaOrch.PoolManager.Engines;
using LlamaOrch.PoolManager.Pools;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace LlamaOrch.PoolManager.Inference;

/// <summary>
/// Passes a request through to the pool's engine and its answer back, as bytes. A caller that goes away is no failure
/// here but everyday life, so tasks are looked at rather than awaited into exceptions.
/// </summary>
internal sealed class InferProxy(
    PoolDirectory pools,
    EngineClient engines,
    InferLog log,
    TimeProvider time,
    IOptions<PoolManagerOptions> options)
{
    // An event of a stream is a few hundred bytes, a whole answer seldom more than this.
    private const int AnswerBytes = 16 * 1024;

    private readonly long bodyBytesMax = options.Value.BodyBytesMax;

    public async Task HandleAsync(HttpContext context, string poolId)
    {
        long begun = time.GetTimestamp();
        if (pools.FindServed(poolId) is not ServedPool served)
        {
            await Refusals.WriteAsync(context, ErrorCode.NotFound, $"There is no pool {poolId} on this node.");
            return;
        }

        if (LeasedRequest.TryRead(context.Request.Headers, out LeasedRequest leased) is string header)
        {
            await Refusals.WriteAsync(context, ErrorCode.InvalidParams, $"Header {header} is missing or malformed.");
            return;
        }

        if (context.Request.ContentLength > bodyBytesMax)
        {
            await RefuseTooLargeAsync(context);
            return;
        }

        Pool pool = served.Pool;
        PoolStatus status = pool.Status;
        InferSpan.Describe(Activity.Current, pool, leased, status);
        if (!status.Ready)
        {
            await Refusals.NotReadyAsync(context, pool, status);
            log.Refused(context, pool, status);
            return;
        }

        if (pool.Slots.Take(leased.Lease, leased.Fence, context.Abort, served.Place) is ErrorCode refusal)
        {
            await Refusals.NoSlotAsync(context, pool, leased, refusal);
            log.Refused(context, pool, status);
            return;
        }

        log.Taken(context, pool, status);
        try
        {
            (InferEnd how, long answered) = await PassAsync(
                context, pool, status.Attachment!, served.Model(status), leased.Route);
            log.Ended(context, pool, status, how, begun, answered);
        }
        finally
        {
            pool.Slots.Release(leased.Lease);
        }
    }

    /// <summary>How it ended, and when its answer began: a timestamp of the time provider, 0 for never.</summary>
    private async ValueTask<(InferEnd How, long Answered)> PassAsync(
        HttpContext context, Pool pool, EngineAttachment engine, ServedModel? model, string route)
    {
        CancellationToken gone = context.RequestAborted;
        ModelRenaming? renaming = ModelRenaming.For(model);
        Task<HttpResponseMessage> sending = SendAsync(context, engine, route, renaming);
        await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!sending.IsCompletedSuccessfully)
        {
            return (await NoAnswerAsync(context, pool, engine, sending.Exception?.InnerException), 0);
        }

        using HttpResponseMessage response = await sending;
        if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            await Refusals.EngineDeniesAsync(context, pool, engine.ShownUrl, (int)response.StatusCode);
            return (InferEnd.Failed, 0);
        }

        Stream body = await response.Content.ReadAsStreamAsync(gone);
        if (renaming is not null)
            body = new RenamingStream(body, renaming);
        byte[] rented = ArrayPool<byte>.Shared.Rent(AnswerBytes);
        try
        {
            Memory<byte> memory = rented.AsMemory(0, AnswerBytes);
            int count = await TryReadAsync(body, memory, gone);
            // An engine that says 200 and nothing else has not answered either.
            if (count < 0 || (count == 0 && response.IsSuccessStatusCode))
                return (await NoAnswerAsync(context, pool, engine, failure: null), 0);

            long answered = time.GetTimestamp();
            AnswerMeter? meter = Begin(
                context.Response, response, memory.Span[..count], keepsLength: renaming is null);
            InferEnd end = await CopyAsync(context, body, memory, count, meter);
            if (end == InferEnd.Failed)
            {
                pool.ProbeNow.Signal();
                if (meter?.HasError != true)
                    await BrokenAnswer.BreakAsync(context, time);
            }

            return (end, answered);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>
    /// Forwards what comes until it ends: what is there leaves before the next read would wait. A broken answer breaks
    /// ours, so that nobody takes it for whole.
    /// </summary>
    private static async ValueTask<InferEnd> CopyAsync(
        HttpContext context, Stream body, Memory<byte> memory, int firstCount, AnswerMeter? meter)
    {
        PipeWriter caller = context.Response.BodyWriter;
        CancellationToken gone = context.RequestAborted;
        int unsent = 0;
        int count = firstCount;
        while (count > 0)
        {
            caller.Write(memory.Span[..count]);
            unsent += count;
            // Never left before it has ended, or it would write into memory that serves others by then.
            ValueTask<int> reading = TryReadAsync(body, memory, gone);
            bool left = false;
            if (unsent >= memory.Length || !reading.IsCompleted)
            {
                FlushResult flushed = await caller.FlushAsync(CancellationToken.None);
                left = flushed.IsCompleted || flushed.IsCanceled;
                unsent = 0;
            }

            count = await reading;
            if (left || gone.IsCancellationRequested)
                return InferEnd.Canceled;
            if (count > 0)
                meter?.See(memory.Span[..count]);
        }

        // What came before a break is the caller's. A whole answer's rest leaves with the mark of its end; one that
        // has a length has no such mark, and Kestrel would keep its rest until the connection closes.
        if (count < 0 || (unsent > 0 && context.Response.ContentLength is not null))
            await caller.FlushAsync(CancellationToken.None);
        // An answer that ends with its connection breaks off without a word: only what it says tells that it is whole.
        meter?.End();
        return meter is null ? count == 0 ? InferEnd.Completed : InferEnd.Failed
            : meter.IsDone || (count == 0 && meter.IsComplete) ? InferEnd.Completed : InferEnd.Failed;
    }

    /// <summary>The number of bytes read, 0 at the end; -1 when the answer broke or its caller has gone.</summary>
    private static ValueTask<int> TryReadAsync(Stream body, Memory<byte> memory, CancellationToken gone)
    {
        ValueTask<int> reading = body.ReadAsync(memory, gone);
        return reading.IsCompletedSuccessfully ? reading : SettleAsync(reading.AsTask());
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private static async ValueTask<int> SettleAsync(Task<int> reading)
    {
        await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return reading.IsCompletedSuccessfully ? await reading : -1;
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpContext context, EngineAttachment engine, string route, ModelRenaming? renaming)
    {
        using HttpRequestMessage request = Outgoing(context, engine, route);
        request.Content = renaming is null
            ? new PassthroughContent(context.Request)
            : await RenamedContent.ReadAsync(context.Request, renaming, context.RequestAborted);
        return await engines.SendAsync(request, context.RequestAborted);
    }

    private static HttpRequestMessage Outgoing(HttpContext context, EngineAttachment engine, string route)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, engine.UriFor(route));
        request.Headers.Authorization = engine.Secret?.Header;
        RequestOrigin origin = RequestOrigin.Of(context);
        origin.AddTo(request.Headers, origin.Trace);
        if (LeasedRequest.TaskOf(context.Request.Headers) is string task)
            request.Headers.TryAddWithoutValidation(LlorchHeaders.TaskId, task);
        return request;
    }

    /// <summary>Answers with the engine's status and headers; what watches the answer, unless it is an error.</summary>
    private static AnswerMeter? Begin(
        HttpResponse answer, HttpResponseMessage response, ReadOnlySpan<byte> first, bool keepsLength)
    {
        answer.StatusCode = (int)response.StatusCode;
        if (keepsLength)
            answer.ContentLength = response.Content.Headers.ContentLength;
        foreach (KeyValuePair<string, System.Net.Http.Headers.HeaderStringValues> header
            in response.Content.Headers.NonValidated)
        {
            if (header.Key.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))
                answer.ContentType = header.Value.ToString();
        }

        if (response.Headers.NonValidated.TryGetValues("Retry-After", out var retryAfter))
            answer.Headers.RetryAfter = retryAfter.ToString();
        if (response.Headers.NonValidated.TryGetValues(LlorchHeaders.SchemaHints, out var hints))
            answer.Headers[LlorchHeaders.SchemaHints] = hints.ToString();
        if (answer.StatusCode != StatusCodes.Status200OK)
            return null;
        bool isNamed = EventStreamHeaders.Names(answer.ContentType);
        var meter = new AnswerMeter(isNamed);
        meter.See(first);
        if (meter.IsEvents == true)
            EventStreamHeaders.Set(answer, answer.ContentType);
        return meter;
    }

    /// <summary>Nothing of an answer has come: the task can go elsewhere.</summary>
    private async Task<InferEnd> NoAnswerAsync(
        HttpContext context, Pool pool, EngineAttachment engine, Exception? failure)
    {
        if (context.RequestAborted.IsCancellationRequested)
            return InferEnd.Canceled;
        if (failure is BadHttpRequestException || failure?.InnerException is BadHttpRequestException)
        {
            await RefuseTooLargeAsync(context);
            return InferEnd.Failed;
        }

        pool.ProbeNow.Signal();
        await Refusals.WriteAsync(
            context,
            ErrorCode.PoolUnavailable,
            $"The engine at {engine.ShownUrl} of pool {pool.PoolId} did not answer.");
        return InferEnd.Failed;
    }

    private Task RefuseTooLargeAsync(HttpContext context) => Refusals.WriteAsync(
        context,
        ErrorCode.InvalidParams,
        $"The body is larger than {bodyBytesMax} bytes, or ended early.",
        StatusCodes.Status413PayloadTooLarge);
}
