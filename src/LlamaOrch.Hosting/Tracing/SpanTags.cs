namespace LlamaOrch.Hosting.Tracing;

/// <summary>
/// The names of attributes: those of OpenTelemetry's conventions where there is one, else below <c>llorch.</c>.
/// </summary>
public static class SpanTags
{
    /// <summary>The stable code of a failure.</summary>
    public const string Error = "error.type";

    /// <summary>The method of a request.</summary>
    public const string Method = "http.request.method";

    /// <summary>The route of a request, without ids.</summary>
    public const string Route = "http.route";

    /// <summary>The status of an answer.</summary>
    public const string Status = "http.response.status_code";

    /// <summary>The model.</summary>
    public const string Model = "gen_ai.request.model";

    /// <summary>Tokens of the prompt.</summary>
    public const string TokensIn = "gen_ai.usage.input_tokens";

    /// <summary>Tokens of the answer.</summary>
    public const string TokensOut = "gen_ai.usage.output_tokens";

    /// <summary>The client's correlation id.</summary>
    public const string CorrelationId = "llorch.correlation_id";

    /// <summary>The task.</summary>
    public const string TaskId = "llorch.task_id";

    /// <summary>The session.</summary>
    public const string SessionId = "llorch.session_id";

    /// <summary>Interactive or batch.</summary>
    public const string Priority = "llorch.priority";

    /// <summary>How something came out: one word.</summary>
    public const string Outcome = "llorch.outcome";

    /// <summary>How many were in front in the queue.</summary>
    public const string QueuePosition = "llorch.queue_position";

    /// <summary>When it would start, as was known then, ms.</summary>
    public const string PredictedStart = "llorch.predicted_start_ms";

    /// <summary>How long it waited for a slot, ms.</summary>
    public const string QueueWait = "llorch.queue_wait_ms";

    /// <summary>The pool.</summary>
    public const string PoolId = "llorch.pool_id";

    /// <summary>The node.</summary>
    public const string NodeId = "llorch.node_id";

    /// <summary>The kind of engine.</summary>
    public const string Engine = "llorch.engine";

    /// <summary>The engine's version.</summary>
    public const string EngineVersion = "llorch.engine_version";

    /// <summary>The slot's lease.</summary>
    public const string LeaseId = "llorch.lease_id";

    /// <summary>Which attempt it is, from 1.</summary>
    public const string Attempt = "llorch.attempt";

    /// <summary>To the first byte of the answer, ms.</summary>
    public const string FirstToken = "llorch.first_token_ms";

    /// <summary>Why a task was placed where it was, or not: one sentence.</summary>
    public const string DecisionReason = "llorch.decision.reason";

    /// <summary>The strategy in force.</summary>
    public const string DecisionStrategy = "llorch.decision.strategy";

    /// <summary>How many pools serve the model.</summary>
    public const string DecisionPools = "llorch.decision.pools_total";

    /// <summary>What rejected how many pools, as <c>filter=count</c>.</summary>
    public const string DecisionRejected = "llorch.decision.rejected";

    /// <summary>The first candidates, each with its score or with what rejected it.</summary>
    public const string DecisionCandidates = "llorch.decision.candidates";

    /// <summary>A handoff file's name.</summary>
    public const string File = "llorch.handoff_file";

    /// <summary>What an engine said of its health.</summary>
    public const string Health = "llorch.health";
}
