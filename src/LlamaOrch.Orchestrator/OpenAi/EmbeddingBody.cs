using System.Text.Json;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>What is read of a body that is passed on; for the API's document alone.</summary>
internal sealed record EmbeddingBody
{
    /// <summary>The model that must answer.</summary>
    public required string Model { get; init; }

    /// <summary>What is to be embedded, one or several.</summary>
    public required JsonElement Input { get; init; }
}
