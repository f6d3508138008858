using System.Text.Json;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>What is read of a body that is passed on; for the API's document alone.</summary>
internal sealed record ChatBody
{
    /// <summary>The model that must answer.</summary>
    public required string Model { get; init; }

    /// <summary>The conversation.</summary>
    public required JsonElement Messages { get; init; }

    /// <summary>Whether the answer comes as events. Default false.</summary>
    public bool? Stream { get; init; }

    /// <summary>Most tokens of one answer, from 1. Default: the engine's.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>The newer name of the same.</summary>
    public int? MaxCompletionTokens { get; init; }

    /// <summary>How many answers, 1 to 128, all in one slot. Default 1.</summary>
    public int? N { get; init; }
}
