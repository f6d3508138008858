using LlamaOrch.Hosting.Correlation;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>What goes to a node, the same at each attempt.</summary>
/// <param name="Route">The engine route; one of <see cref="Contracts.Http.EngineRoutes"/>.</param>
/// <param name="Body">The JSON body, owned by the caller until the answer has ended.</param>
/// <param name="Origin">What the client's request is known by.</param>
internal sealed record OutgoingRequest(string Route, ReadOnlyMemory<byte> Body, RequestOrigin Origin);
