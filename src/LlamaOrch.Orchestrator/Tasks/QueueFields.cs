using System.Buffers;
using System.Text.Json;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Scheduling;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>How a waiting task stands, as clients are told.</summary>
internal static class QueueFields
{
    /// <summary>Milliseconds until the start; null when it is not predicted.</summary>
    public static long? PredictedStartMs(StartPrediction? start) =>
        start is null ? null : (long)Math.Ceiling(start.Wait.TotalMilliseconds);

    /// <summary>Two places are more than the prediction is good for.</summary>
    public static double? Confidence(StartPrediction? start) => start is null ? null : Math.Round(start.Confidence, 2);

    /// <summary>A task's view with how it stands now.</summary>
    public static TaskView With(this TaskView view, QueueOutlook outlook) => view with
    {
        QueuePosition = outlook.Position,
        PredictedStartMs = PredictedStartMs(outlook.Start),
        PredictionConfidence = Confidence(outlook.Start),
    };

    /// <summary>A <c>metrics</c> event of a task that waits, without an id.</summary>
    public static byte[] Frame(QueueOutlook outlook)
    {
        var frame = new ArrayBufferWriter<byte>(256);
        frame.Write("event: metrics\ndata: "u8);
        using (var json = new Utf8JsonWriter(frame, WireJson.Writer))
        {
            json.WriteStartObject();
            Write(json, outlook);
            json.WriteEndObject();
        }

        frame.Write("\n\n"u8);
        return frame.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, QueueOutlook outlook)
    {
        json.WriteNumber("queue_position", outlook.Position);
        json.WriteNumber("queue_depth", outlook.Depth);
        WriteStart(json, PredictedStartMs(outlook.Start), Confidence(outlook.Start));
        if (outlook.OnTimeProbability is double onTime)
            json.WriteNumber("on_time_probability", Math.Round(onTime, 2));
        // Where it will run is decided when a slot is free.
        json.WriteBoolean("kv_warmth", false);
    }

    /// <summary>The prediction, where there is one.</summary>
    public static void WriteStart(Utf8JsonWriter json, long? predictedStartMs, double? confidence)
    {
        if (predictedStartMs is long start)
            json.WriteNumber("predicted_start_ms", start);
        if (confidence is double likely)
            json.WriteNumber("prediction_confidence", likely);
    }
}
