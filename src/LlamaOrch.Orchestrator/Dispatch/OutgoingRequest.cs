namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>What goes to a node, the same at each attempt.</summary>
/// <param name="Route">The engine route; one of <see cref="Contracts.Http.EngineRoutes"/>.</param>
/// <param name="Body">The JSON body, owned by the caller until the answer has ended.</param>
/// <param name="CorrelationId">The client's correlation id.</param>
/// <param name="TraceParent">The client's W3C trace context, if it sent one.</param>
internal sealed record OutgoingRequest(
    string Route, ReadOnlyMemory<byte> Body, string CorrelationId, string? TraceParent);
