using System.Text.Json;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Tasks;
using LlamaOrch.Orchestrator.Sessions;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>The data of each kind of event.</summary>
internal static class TaskEvents
{
    public static void Started(Utf8JsonWriter json, (TaskView Admitted, string PoolId) data)
    {
        json.WriteNumber("queue_position", data.Admitted.QueuePosition);
        QueueFields.WriteStart(json, data.Admitted.PredictedStartMs, data.Admitted.PredictionConfidence);
        json.WriteString("pool_id", data.PoolId);
    }

    public static void Token(Utf8JsonWriter json, (string Text, int Index) data)
    {
        json.WriteString("t", data.Text);
        json.WriteNumber("i", data.Index);
    }

    public static void ToolCalls(Utf8JsonWriter json, (string Calls, int Index) data)
    {
        json.WritePropertyName("tool_calls");
        json.WriteRawValue(data.Calls, skipInputValidation: true);
        json.WriteNumber("i", data.Index);
    }

    public static void StreamMetrics(
        Utf8JsonWriter json, (TimeSpan QueueWait, TimeSpan FirstToken, TurnPlace? Turn) data)
    {
        json.WriteNumber("queue_wait_ms", (long)data.QueueWait.TotalMilliseconds);
        json.WriteNumber("first_token_ms", (long)data.FirstToken.TotalMilliseconds);
        if (data.Turn is TurnPlace turn)
            Session(json, turn);
    }

    private static void Session(Utf8JsonWriter json, TurnPlace turn)
    {
        json.WriteBoolean("kv_warmth", turn.IsWarm);
        // A conversation's cache stays on its pool; another one computes it anew.
        json.WriteBoolean("kv_migrated", false);
        if (turn.Remaining.Tokens is long tokens)
            json.WriteNumber("budget_tokens_remaining", tokens);
        if (turn.Remaining.Time is TimeSpan time)
            json.WriteNumber("budget_time_ms_remaining", (long)time.TotalMilliseconds);
        if (turn.Remaining.CostMicros is not null)
            json.WriteNumber("budget_cost_remaining", BudgetViews.Of(turn.Remaining).Cost!.Value);
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
