using LlamaOrch.Hosting.Correlation;

namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>What goes to a node, the same at each attempt.</summary>
/// <param name="Route">The engine route; one of <see cref="Contracts.Http.EngineRoutes"/>.</param>
/// <param name="Body">The JSON body, owned by the caller until the answer has ended.</param>
/// <param name="Origin">What the client's request is known by.</param>
internal sealed record OutgoingRequest(string Route, ReadOnlyMemory<byte> Body, RequestOrigin Origin)
{
    /// <summary>Whether it asks for a stream of events. Default true, as all tasks do.</summary>
    public bool Streams { get; init; } = true;

    /// <summary>How many answers it asks for. Default 1.</summary>
    public int Answers { get; init; } = 1;
}
