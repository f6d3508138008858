using System.Buffers;
using System.Threading.Channels;
using LlamaOrch.LlamaCpp.Http.Answers;
using LlamaOrch.LlamaCpp.Http.Requests;
using LlamaOrch.LlamaCpp.Inference;
using LlamaOrch.LlamaCpp.Logging;
using LlamaOrch.LlamaCpp.Sampling;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.LlamaCpp.Http.Endpoints;

/// <summary>One request's way through the engine: jobs in, pieces out, gone with its client.</summary>
internal sealed class GenerationRun
{
    private readonly InferenceEngine _engine;
    private readonly GenerationRequest _request;
    private readonly List<GenerationJob> _jobs = [];

    // No bound is needed: a job never hands over more pieces than tokens, and its tokens are bounded by the context.
    private readonly Channel<Emission> _pieces = Channel.CreateUnbounded<Emission>(
        new UnboundedChannelOptions { SingleReader = true, SingleWriter = false });

    /// <summary>Builds the request's jobs.</summary>
    /// <exception cref="ApiException">The grammar can't be read.</exception>
    public GenerationRun(InferenceEngine engine, LoadedEngine loaded, GenerationRequest request)
    {
        (_engine, _request) = (engine, request);
        for (int prompt = 0; prompt < request.Prompts.Count; prompt++)
        {
            for (int answer = 0; answer < request.Answers; answer++)
                _jobs.Add(NewJob(loaded, prompt, answer));
        }

        // One after the other in one slot: the lease that a request runs under is for one.
        for (int index = 1; index < _jobs.Count; index++)
            _jobs[index - 1].Next = _jobs[index];
    }

    /// <summary>Runs it to its end, or to its client's.</summary>
    public async Task AnswerAsync(HttpContext context, IAnswerShape shape)
    {
        if (!_engine.TrySubmit(_jobs[0]))
        {
            DisposeJobs();
            throw new ApiException(ApiError.Unavailable(
                $"{InferenceEngine.WaitingMax} requests wait for a slot already: try again later"));
        }

        // No token goes into the waits below: a canceled job ends by itself, and without an exception.
        using CancellationTokenRegistration gone = context.RequestAborted.UnsafeRegister(
            static state => ((GenerationRun)state!).Cancel(), this);
        try
        {
            if (_request.Stream)
                await StreamAsync(context, shape);
            else
                await CollectAsync(context, shape);
        }
        finally
        {
            if (context.Features.Get<RequestTally>() is RequestTally tally)
                Count(tally);
        }
    }

    private void Count(RequestTally tally)
    {
        foreach (GenerationJob job in _jobs)
        {
            tally.TokensIn += job.Prompt.Length;
            tally.TokensOut += job.GeneratedCount;
            tally.PromptMs += job.Timings.PromptMs;
            tally.DecodeMs += job.Timings.GenerationMs;
            tally.IsCanceled |= job.Reason == StopReason.Canceled;
            tally.HasFailed |= job.Reason == StopReason.Failed;
        }
    }

    private async Task StreamAsync(HttpContext context, IAnswerShape shape)
    {
        using var events = new EventStream(context.Response);
        ChannelReader<Emission> reader = _pieces.Reader;
        int open = _jobs.Count;
        while (open > 0 && await reader.WaitToReadAsync())
        {
            while (reader.TryRead(out Emission piece))
            {
                if (piece.Text.Length > 0)
                    shape.Piece(events, piece);
                if (!piece.IsLast)
                    continue;
                open--;
                if (!Finish(context, events, shape, piece.Job))
                    return;
            }

            if (open == 0)
                shape.Close(events, _jobs);
            await events.FlushAsync();
        }
    }

    /// <summary>Ends one answer of a stream; false where the whole stream ends with it.</summary>
    private bool Finish(HttpContext context, EventStream events, IAnswerShape shape, GenerationJob job)
    {
        switch (job.Reason)
        {
            case StopReason.Canceled:
                // Also when the engine stops: whoever still listens must not take the answer for whole.
                Cancel();
                context.Abort();
                return false;
            case StopReason.Failed:
                Cancel();
                DecodeFailed.Write(events.Begin());
                events.End();
                return false;
            default:
                shape.Finish(events, job);
                return true;
        }
    }

    private async Task CollectAsync(HttpContext context, IAnswerShape shape)
    {
        List<CollectedAnswer> answers = [.. _jobs.Select(job => new CollectedAnswer(job))];
        int open = _jobs.Count;
        while (open > 0)
        {
            Emission piece = await _pieces.Reader.ReadAsync();
            answers[piece.Job.Index].Text.Write(piece.Text.Span);
            if (piece.IsLast)
                open--;
        }

        if (_jobs.Any(job => job.Reason == StopReason.Canceled))
            throw new ApiException(ApiError.Unavailable("the engine is stopping"));
        if (_jobs.Any(job => job.Reason == StopReason.Failed))
            throw new ApiException(DecodeFailed);
        await JsonAnswer.OkAsync(context, json => shape.Whole(json, answers));
    }

    private static ApiError DecodeFailed { get; } = ApiError.Server("llama.cpp could not compute this request");

    private void Cancel()
    {
        foreach (GenerationJob job in _jobs)
            job.Cancel();
    }

    private GenerationJob NewJob(LoadedEngine loaded, int prompt, int answer)
    {
        // Further answers to a prompt differ by their seed, or they would all be the first one.
        SamplingParameters sampling = answer == 0
            ? _request.Sampling
            : _request.Sampling with { Seed = (_request.Sampling.Seed + (uint)answer) % uint.MaxValue };
        SlotSampler? sampler = SlotSampler.TryCreate(loaded.Model.Vocabulary, sampling);
        if (sampler is null)
        {
            DisposeJobs();
            throw ApiException.InvalidField(
                "grammar", "can't be read as GBNF, or the schema given refers only to itself");
        }

        return new GenerationJob(
            _request.Prompts[prompt], _request.TokensMax, sampling, sampler, _request.Stops, _pieces.Writer)
        {
            Index = _jobs.Count,
            PromptIndex = prompt,
            CachePrompt = _request.CachePrompt,
        };
    }

    private void DisposeJobs()
    {
        foreach (GenerationJob job in _jobs)
            job.Dispose();
    }
}
