using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HdrHistogram;
using LlamaOrch.Bench.Load;
using LlamaOrch.Bench.Processes;

namespace LlamaOrch.Bench.Reports;

/// <summary>A measurement as one line of JSON; bench/README.md says what each field means.</summary>
internal sealed class LoadReport(
    LoadSettings settings, LoadMeasurement measured, IReadOnlyDictionary<string, string> labels)
{
    /// <summary>The generator's own name among the processes.</summary>
    public const string Generator = "load";

    /// <summary>How it is written.</summary>
    public static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly double seconds = settings.Duration.TotalSeconds;
    private readonly LoadRecorder seen = measured.Seen;

    public JsonObject ToJson()
    {
        var line = new JsonObject
        {
            ["at"] = DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ"),
            ["commit"] = SourceRevision.Current(),
            ["labels"] = new JsonObject(labels.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            ["machine"] = MachineFacts.ToJson(),
            ["config"] = Config(),
            ["requests"] = Requests(),
            ["latency_us"] = Percentiles(seen.Latency),
        };
        if (settings.Plane != LoadPlane.Chat)
        {
            line["taken_us"] = Percentiles(seen.Taken);
            line["started_us"] = Percentiles(seen.FirstToken);
        }

        if (settings.Stream)
        {
            line["tokens"] = new JsonObject
            {
                ["received"] = seen.TokensReceived,
                ["per_s"] = Round(seen.TokensReceived / seconds),
            };
            line["first_token_us"] = Percentiles(seen.FirstToken);
            line["token_gap_us"] = Percentiles(seen.Gap);
        }

        if (measured.Aborts is AbortAccount aborts)
        {
            line["aborts"] = new JsonObject
            {
                ["missing_at_engine"] = aborts.Missing,
                ["noticed_after_us"] = Percentiles(aborts.Latency),
            };
        }

        line["cpu"] = Cpu();
        return line;
    }

    private JsonObject Config() => new()
    {
        ["url"] = settings.Url.ToString(),
        ["loop"] = settings.Rate > 0 ? "open" : "closed",
        ["plane"] = settings.Plane.ToString().ToLowerInvariant(),
        ["hold"] = settings.Hold,
        ["stream"] = settings.Stream,
        ["tokens"] = settings.Tokens,
        ["token_interval_ms"] = settings.TokenIntervalMs,
        ["connections"] = settings.Connections,
        ["rate"] = settings.Rate,
        ["abort_after_tokens"] = settings.AbortAfterTokens,
        ["request_bytes"] = measured.RequestBytes,
        ["warmup_s"] = settings.Warmup.TotalSeconds,
        ["duration_s"] = seconds,
    };

    private JsonObject Requests()
    {
        var requests = new JsonObject
        {
            ["completed"] = seen.Completed,
            ["per_s"] = Round(seen.Completed / seconds),
            ["aborted"] = seen.Aborted,
            ["failed"] = seen.Failed,
            ["errors"] = new JsonObject(
                seen.Errors.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        };
        if (settings.Rate > 0)
        {
            // The last one due may fall on the edge of the window.
            long due = (long)(settings.Rate * seconds) - 1;
            requests["never_answered"] = Math.Max(0, due - seen.Accounted);
        }

        return requests;
    }

    private JsonObject Cpu()
    {
        long requests = seen.Completed + seen.Aborted + seen.Failed;
        var processes = new JsonObject();
        TimeSpan known = TimeSpan.Zero;
        foreach ((string name, ProcessUse use) in measured.Processes)
        {
            known += use.Cpu;
            processes[name] = new JsonObject
            {
                ["us_per_request"] = Per(use.Cpu, requests),
                ["us_per_token"] = Per(use.Cpu, seen.TokensReceived),
                ["cores"] = Round(use.Cpu.TotalSeconds / seconds, 3),
                ["kernel_share"] = use.Cpu > TimeSpan.Zero ? Round(use.System / use.Cpu, 2) : null,
                ["switches_per_request"] = requests > 0 ? Round((double)use.Switches / requests, 2) : null,
                ["threads"] = use.Threads,
                ["resident_mib"] = use.ResidentBytes / (1024 * 1024),
                ["resident_growth_per_request"] = requests > 0 ? use.ResidentGrowth / requests : null,
            };
        }

        return new JsonObject
        {
            ["processes"] = processes,
            ["gateway_us_per_request"] = Per(Gateway(), requests),
            ["gateway_us_per_token"] = Per(Gateway(), seen.TokensReceived),
            ["other_cores"] = Round((measured.MachineBusy - known).TotalSeconds / seconds, 3),
        };
    }

    /// <summary>All measured processes but the two that stand at the ends.</summary>
    private TimeSpan Gateway() => measured.Processes
        .Where(pair => pair.Key is not (Generator or "stub"))
        .Aggregate(TimeSpan.Zero, (sum, pair) => sum + pair.Value.Cpu);

    private static JsonObject? Percentiles(HistogramBase histogram) => histogram.TotalCount == 0 ? null : new()
    {
        ["count"] = histogram.TotalCount,
        ["p50"] = histogram.GetValueAtPercentile(50),
        ["p90"] = histogram.GetValueAtPercentile(90),
        ["p99"] = histogram.GetValueAtPercentile(99),
        ["p99_9"] = histogram.GetValueAtPercentile(99.9),
        ["max"] = histogram.GetValueAtPercentile(100),
    };

    private static double? Per(TimeSpan cpu, long count) => count > 0 ? Round(cpu.TotalMicroseconds / count, 2) : null;

    private static double Round(double value, int digits = 1) => Math.Round(value, digits);
}
