using System.Text.Json;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Sessions;

namespace LlamaOrch.Contracts.Tasks;

/// <summary><c>POST /v2/tasks</c>: one unit of inference, by prompt or by messages.</summary>
public sealed record TaskRequest
{
    /// <summary>
    /// Makes the request idempotent: the same id with the same body is the same task. Default: a new id.
    /// </summary>
    public TaskId? TaskId { get; init; }

    /// <summary>The conversation that it belongs to.</summary>
    public SessionId? SessionId { get; init; }

    /// <summary>How that conversation shall be; said by the task that begins it.</summary>
    public SessionSettings? Session { get; init; }

    /// <summary>The model that must serve it.</summary>
    public required ModelId Model { get; init; }

    /// <summary>Text to continue; either this or <c>messages</c>.</summary>
    public string? Prompt { get; init; }

    /// <summary>A conversation in OpenAI's form; either this or <c>prompt</c>.</summary>
    public JsonElement? Messages { get; init; }

    /// <summary><c>interactive</c> (default) or <c>batch</c>.</summary>
    public string? Priority { get; init; }

    /// <summary>What kind of work it is: <c>completion</c> (default), by prompt or by messages.</summary>
    public string? Workload { get; init; }

    /// <summary>The engine kind that must serve it. Default: any.</summary>
    public string? Engine { get; init; }

    /// <summary>Context that its pool must offer at least, tokens, from 1. Default: any.</summary>
    public int? Ctx { get; init; }

    /// <summary>
    /// When it must have ended, milliseconds after its admission, 1 to 86,400,000. Default: never.
    /// </summary>
    public long? DeadlineMs { get; init; }

    /// <summary>Where it wants to run. Default: wherever is best.</summary>
    public TaskPlacement? Placement { get; init; }

    /// <summary>
    /// Most tokens of the answer, from 1. A wish: what does not fit the context is capped. Default: the engine's.
    /// </summary>
    public long? MaxTokens { get; init; }

    /// <summary>OpenAI's newer name of the same; counts where both are given.</summary>
    public long? MaxCompletionTokens { get; init; }

    /// <summary>Sampling temperature, 0 to 2; 0 always takes the likeliest token. Default: the engine's.</summary>
    public double? Temperature { get; init; }

    /// <summary>Keeps the k likeliest tokens; 0 keeps all. Default: the engine's.</summary>
    public int? TopK { get; init; }

    /// <summary>Keeps the likeliest tokens up to this sum of probability, 0 to 1. Default: the engine's.</summary>
    public double? TopP { get; init; }

    /// <summary>
    /// Drops tokens below this share of the likeliest one's probability, 0 to 1. Default: the engine's.
    /// </summary>
    public double? MinP { get; init; }

    /// <summary>Makes sampling repeatable.</summary>
    public long? Seed { get; init; }

    /// <summary>A text, or up to 16 texts, before which the answer ends.</summary>
    public JsonElement? Stop { get; init; }
}
