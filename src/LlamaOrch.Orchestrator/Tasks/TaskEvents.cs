using System.Text.Json;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Core.Tasks;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>The data of each kind of event.</summary>
internal static class TaskEvents
{
    public static void Started(Utf8JsonWriter json, (int QueuePosition, string PoolId) data)
    {
        json.WriteNumber("queue_position", data.QueuePosition);
        json.WriteString("pool_id", data.PoolId);
    }

    public static void Token(Utf8JsonWriter json, (string Text, int Index) data)
    {
        json.WriteString("t", data.Text);
        json.WriteNumber("i", data.Index);
    }

    public static void QueueMetrics(Utf8JsonWriter json, int position) => json.WriteNumber("queue_position", position);

    public static void StreamMetrics(Utf8JsonWriter json, (TimeSpan QueueWait, TimeSpan FirstToken) data)
    {
        json.WriteNumber("queue_wait_ms", (long)data.QueueWait.TotalMilliseconds);
        json.WriteNumber("first_token_ms", (long)data.FirstToken.TotalMilliseconds);
    }

    public static void End(Utf8JsonWriter json, (TaskWork Work, TaskPhase Phase) data)
    {
        json.WriteString("state", TaskStates.Name(data.Phase));
        json.WriteNumber("tokens_out", data.Work.TokensOut);
        json.WriteNumber("tokens_in", data.Work.TokensIn);
        json.WriteNumber("decode_ms", (long)data.Work.Decode.TotalMilliseconds);
    }

    public static void Error(Utf8JsonWriter json, ErrorBody error)
    {
        json.WriteString("code", error.Code);
        json.WriteString("message", error.Message);
        json.WriteBoolean("retriable", error.Retriable);
        if (error.RetryAfterMs is long delayMs)
            json.WriteNumber("retry_after_ms", delayMs);
    }
}
