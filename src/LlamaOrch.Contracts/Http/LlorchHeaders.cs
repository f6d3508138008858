namespace LlamaOrch.Contracts.Http;

/// <summary>The header names that clients, the control plane and nodes exchange.</summary>
public static class LlorchHeaders
{
    /// <summary>
    /// Follows one request through every process; taken from the client or made, echoed in the answer.
    /// </summary>
    public const string CorrelationId = "X-Correlation-Id";

    /// <summary>On dispatch: the lease that the slot is taken under.</summary>
    public const string LeaseId = "X-Llorch-Lease";

    /// <summary>On dispatch: the lease's fencing number, decimal; a node refuses one lower than it has seen.</summary>
    public const string LeaseFence = "X-Llorch-Fence";

    /// <summary>On dispatch: which engine route the body is for; one of <see cref="EngineRoutes"/>.</summary>
    public const string EngineRoute = "X-Llorch-Route";

    /// <summary>On a node's answer: the error code with which the node itself, not its engine, refused.</summary>
    public const string NodeRefusal = "X-Llorch-Refusal";

    /// <summary>
    /// The value of <see cref="NodeRefusal"/>, beside error codes, when the engine does not let its node in.
    /// </summary>
    public const string EngineDenied = "ENGINE_DENIED";

    /// <summary>
    /// On the control plane's answer, and on dispatch down to the engine: the task that the request became.
    /// </summary>
    public const string TaskId = "X-Llorch-Task";

    /// <summary>
    /// On an answer that follows a JSON schema: the keywords, each with its place, that the engine's grammar does not
    /// enforce. Absent where it enforces everything.
    /// </summary>
    public const string SchemaHints = "X-Llorch-Schema-Hints";
}
