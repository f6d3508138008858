using System.Buffers;
using System.Text.Json;
using LlamaOrch.Contracts.Engines;
using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Http;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Contracts.Tasks;
using LlamaOrch.Core.Admission;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Placement;
using LlamaOrch.Core.Placement.Affinity;
using LlamaOrch.Core.Scheduling;
using LlamaOrch.Core.Sessions;
using LlamaOrch.Hosting.Correlation;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Hosting.Timing;
using LlamaOrch.Orchestrator.Dispatch;
using LlamaOrch.Orchestrator.Fleet;
using LlamaOrch.Orchestrator.OpenAi;
using LlamaOrch.Orchestrator.Sessions;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Orchestrator.Tasks;

/// <summary>Turns a body into a submission, or says which field is wrong.</summary>
internal sealed class TaskRequestReader(
    AdmissionLimits limits, SessionSettingsReader sessions, FleetView fleet, FreshIds ids, SteadyTime time)
{
    private const int StopsMax = 16;

    /// <summary>Reads and validates; exactly one of the results is not null.</summary>
    public (TaskSubmission? Submission, ErrorBody? Invalid) Read(ReadOnlySpan<byte> body, HttpContext context)
    {
        if (JsonText.Problem(body) is ErrorBody unreadable)
            return (null, unreadable);
        TaskRequest request;
        try
        {
            request = JsonSerializer.Deserialize(body, ContractsJsonContext.Default.TaskRequest)
                ?? throw new JsonException("null");
        }
        catch (JsonException malformed)
        {
            (string message, string? field) = BodyProblem.Of(malformed);
            return (null, Invalid(message, field));
        }

        if (Validate(request) is ErrorBody invalid)
            return (null, invalid);
        (SessionLimits? session, ErrorBody? invalidSession) = sessions.Read(request.Session);
        if (invalidSession is not null)
            return (null, invalidSession);

        int? maxTokens = (request.MaxCompletionTokens ?? request.MaxTokens) is long wish
            ? (int)Math.Min(wish, limits.MaxTokensMax)
            : null;
        byte[] engineBody = WriteEngineBody(request, maxTokens, out Range prompt);
        RequestOrigin origin = RequestOrigin.Of(context);
        var slot = new SlotRequest
        {
            TaskId = request.TaskId ?? new TaskId(ids.Next()),
            ModelId = fleet.Current.OwnNameOf(request.Model),
            Priority = request.Priority == "batch" ? TaskPriority.Batch : TaskPriority.Interactive,
            ContextTokens = request.Ctx ?? 0,
            PromptBytes = Measure(engineBody.AsSpan(prompt)),
            AnswerTokens = maxTokens ?? 0,
            SessionId = request.SessionId,
            Engine = request.Engine,
            Deadline = request.DeadlineMs is long limit ? time.GetUtcNow() + TimeSpan.FromMilliseconds(limit) : null,
            Preferences = Preferences(request.Placement),
            PromptBlocks = PromptBlocks.Hash(engineBody.AsSpan(prompt)),
            // It has a task id to come back with, so it may as well wait in its queue.
            WaitsForNodes = true,
            WantsDecision = origin.Trace.IsSampled,
        };
        var outgoing = new OutgoingRequest(
            request.Messages is null ? EngineRoutes.Completions : EngineRoutes.ChatCompletions,
            engineBody,
            origin);
        var submission = new TaskSubmission(slot, outgoing, time.GetTimestamp(), BodyHash.Of(body))
        {
            HasNewId = request.TaskId is null,
            SessionLimits = session,
            MaxTokens = Possible(maxTokens, slot.ModelId),
        };
        return (submission, null);
    }

    /// <summary>What an answer can have of what is wished: no more than the largest context of the model.</summary>
    private int? Possible(int? wish, ModelId model)
    {
        int contextMax = 0;
        foreach (PoolSnapshot pool in fleet.Current.PoolsOf(model))
            contextMax = Math.Max(contextMax, pool.ContextTokens == 0 ? int.MaxValue : pool.ContextTokens);
        return contextMax > 0 && wish > contextMax ? contextMax : wish;
    }

    private ErrorBody? Validate(TaskRequest request)
    {
        if (request.Model.Value is null)
            return Invalid("Say which model you want: see GET /v1/models.", "model");
        if (request.Prompt is null == request.Messages is null)
            return Invalid("Give either 'prompt' or 'messages'.", "prompt");
        if (request.Messages is JsonElement messages
            && (messages.ValueKind != JsonValueKind.Array || messages.GetArrayLength() == 0))
            return Invalid("'messages' must be a list of at least one message.", "messages");
        if (request.Session is not null && request.SessionId is null)
            return Invalid("'session' says how the session of 'session_id' shall be: give both.", "session");
        if (request.Priority is not (null or "interactive" or "batch"))
            return Invalid("'priority' must be interactive or batch.", "priority");
        if (request.Workload is not (null or "completion"))
            return Invalid("'workload' must be completion; for embeddings see POST /v1/embeddings.", "workload");
        if (request.Engine is not null && !EngineKinds.IsKnown(request.Engine))
            return Invalid("'engine' must be llamacpp, vllm, tgi, triton or openai.", "engine");
        return OutOfRange("ctx", request.Ctx, 1, limits.MaxTokensMax)
            ?? OutOfRange("deadline_ms", request.DeadlineMs, 1, limits.DeadlineMax.TotalMilliseconds)
            ?? ValidatePlacement(request.Placement)
            ?? TooFew("max_tokens", request.MaxTokens)
            ?? TooFew("max_completion_tokens", request.MaxCompletionTokens)
            ?? OutOfRange("temperature", request.Temperature, 0, 2)
            ?? OutOfRange("top_k", request.TopK, 0, int.MaxValue)
            ?? OutOfRange("top_p", request.TopP, 0, 1)
            ?? OutOfRange("min_p", request.MinP, 0, 1)
            ?? ValidateStop(request.Stop);
    }

    private static ErrorBody? ValidatePlacement(TaskPlacement? placement)
    {
        if (placement is null)
            return null;
        if (placement.Prefer?.Count > TaskPlacement.PoolsMax)
            return Invalid($"'prefer' may name at most {TaskPlacement.PoolsMax} pools.", "placement.prefer");
        if (placement.Avoid?.Count > TaskPlacement.PoolsMax)
            return Invalid($"'avoid' may name at most {TaskPlacement.PoolsMax} pools.", "placement.avoid");
        return placement.Pin is PoolId pin && placement.Avoid?.Contains(pin) == true
            ? Invalid("The pinned pool is among those to avoid.", "placement.pin")
            : null;
    }

    private static PlacementPreferences? Preferences(TaskPlacement? placement) => placement is null
        ? null
        : new PlacementPreferences(
            placement.Pin,
            placement.Prefer ?? [],
            placement.Avoid ?? [],
            placement.DeviceMask,
            placement.AllowFallback ?? placement.Pin is null);

    private static ErrorBody? ValidateStop(JsonElement? stop) => stop switch
    {
        null => null,
        { ValueKind: JsonValueKind.Null or JsonValueKind.String } => null,
        { ValueKind: JsonValueKind.Array } list when list.GetArrayLength() <= StopsMax
            && list.EnumerateArray().All(text => text.ValueKind == JsonValueKind.String) => null,
        _ => Invalid($"'stop' must be a text or at most {StopsMax} texts.", "stop"),
    };

    private static ErrorBody? TooFew(string field, long? tokens) =>
        tokens < 1 ? Invalid($"'{field}' must be a whole number from 1.", field) : null;

    private static ErrorBody? OutOfRange(string field, double? value, double min, double max) =>
        value is not double given || (given >= min && given <= max)
            ? null
            : Invalid($"'{field}' must be from {min} to {max}.", field);

    private static int Measure(ReadOnlySpan<byte> prompt)
    {
        var reader = new Utf8JsonReader(prompt);
        reader.Read();
        return PromptMeter.Measure(ref reader);
    }

    private static byte[] WriteEngineBody(TaskRequest request, int? maxTokens, out Range prompt)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer, WireJson.Writer);
        json.WriteStartObject();
        json.WriteString("model", request.Model.Value);
        // From the value on, as in the bodies of the other API, so that the same prompt is known from both.
        int start = Written(json) + (request.Messages is null ? ",\"prompt\":" : ",\"messages\":").Length;
        WriteIf(json, "prompt", request.Prompt, static (writer, text) => writer.WriteStringValue(text));
        WriteIf(json, "messages", request.Messages, static (writer, list) => list!.Value.WriteTo(writer));
        prompt = start..Written(json);
        WriteIf(json, "max_tokens", maxTokens, static (writer, count) => writer.WriteNumberValue(count!.Value));
        WriteIf(json, "temperature", request.Temperature, static (writer, t) => writer.WriteNumberValue(t!.Value));
        WriteIf(json, "top_k", request.TopK, static (writer, k) => writer.WriteNumberValue(k!.Value));
        WriteIf(json, "top_p", request.TopP, static (writer, p) => writer.WriteNumberValue(p!.Value));
        WriteIf(json, "min_p", request.MinP, static (writer, p) => writer.WriteNumberValue(p!.Value));
        WriteIf(json, "seed", request.Seed, static (writer, seed) => writer.WriteNumberValue(seed!.Value));
        WriteIf(json, "stop", request.Stop, static (writer, stop) => stop!.Value.WriteTo(writer));
        json.WriteBoolean("stream", true);
        json.WriteStartObject("stream_options");
        json.WriteBoolean("include_usage", true);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static int Written(Utf8JsonWriter json) => (int)(json.BytesCommitted + json.BytesPending);

    private static void WriteIf<TValue>(
        Utf8JsonWriter json, string name, TValue value, Action<Utf8JsonWriter, TValue> write)
    {
        if (value is null)
            return;
        json.WritePropertyName(name);
        write(json, value);
    }

    private static ErrorBody Invalid(string message, string? field) =>
        ErrorBody.From(ErrorCode.InvalidParams, message, field);
}
