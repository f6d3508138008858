using System.Globalization;
using System.Text;
using LlamaOrch.LlamaCpp.Inference;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.LlamaCpp.Http.Endpoints;

/// <summary>
/// <c>GET /metrics</c> under llama-server's names, so that its dashboards and adapters read this engine, too.
/// </summary>
internal sealed class MetricsEndpoint(InferenceEngine engine)
{
    private readonly Lock _gate = new();
    private (long Prompt, double PromptSeconds, long Generated, double GenerationSeconds) _last;

    /// <summary>Answers in Prometheus' text format.</summary>
    public Task MetricsAsync(HttpContext context)
    {
        context.Response.ContentType = "text/plain; version=0.0.4; charset=utf-8";
        return context.Response.WriteAsync(Render(engine.Loaded!));
    }

    private string Render(LoadedEngine loaded)
    {
        EngineCounters counters = loaded.Loop.Counters;
        (double promptRate, double generationRate) = RatesSinceLastScrape(counters);
        int busy = loaded.Loop.Slots.Count(slot => slot.Job is not null);
        double busyPerDecode = (double)counters.BusySlots / Math.Max(1, counters.Decodes);
        var text = new StringBuilder();
        Add(text, "counter", "prompt_tokens_total", "Prompt tokens computed", counters.PromptTokens);
        Add(text, "counter", "prompt_tokens_cached_total", "Prompt tokens taken over", counters.CachedPromptTokens);
        Add(text, "counter", "prompt_seconds_total", "Time spent on prompts", counters.PromptSeconds);
        Add(text, "counter", "tokens_predicted_total", "Tokens generated", counters.GeneratedTokens);
        Add(text, "counter", "tokens_predicted_seconds_total", "Time spent generating", counters.GenerationSeconds);
        Add(text, "counter", "n_decode_total", "Calls of llama_decode", counters.Decodes);
        Add(text, "counter", "n_tokens_max", "Longest sequence so far, in tokens", counters.TokensMax);
        Add(text, "gauge", "prompt_tokens_seconds", "Prompt tokens per second since the last scrape", promptRate);
        Add(text, "gauge", "predicted_tokens_seconds", "Tokens per second since the last scrape", generationRate);
        Add(text, "gauge", "requests_processing", "Requests that have a slot", busy);
        Add(text, "gauge", "requests_deferred", "Requests that wait for a slot", engine.WaitingCount);
        Add(text, "gauge", "n_busy_slots_per_decode", "Busy slots per call of llama_decode", busyPerDecode);
        return text.ToString();
    }

    private (double Prompt, double Generation) RatesSinceLastScrape(EngineCounters counters)
    {
        (long PromptTokens, double PromptSeconds, long GeneratedTokens, double GenerationSeconds) now =
            (counters.PromptTokens, counters.PromptSeconds, counters.GeneratedTokens, counters.GenerationSeconds);
        lock (_gate)
        {
            var last = _last;
            _last = now;
            return (
                Rate(now.PromptTokens - last.Prompt, now.PromptSeconds - last.PromptSeconds),
                Rate(now.GeneratedTokens - last.Generated, now.GenerationSeconds - last.GenerationSeconds));
        }
    }

    private static double Rate(long count, double seconds) => seconds > 0 ? count / seconds : 0;

    private static void Add(StringBuilder text, string kind, string name, string help, double value)
    {
        text.Append("# HELP llamacpp:").Append(name).Append(' ').Append(help).Append('\n');
        text.Append("# TYPE llamacpp:").Append(name).Append(' ').Append(kind).Append('\n');
        text.Append("llamacpp:").Append(name).Append(' ')
            .Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
    }
}
