namespace LlamaOrch.Contracts.Http;

/// <summary>The OpenAI routes that a node takes for its engine; the closed set behind <c>X-Llorch-Route</c>.</summary>
public static class EngineRoutes
{
    /// <summary>Chat completions.</summary>
    public const string ChatCompletions = "/v1/chat/completions";

    /// <summary>Text completions.</summary>
    public const string Completions = "/v1/completions";

    /// <summary>Embeddings.</summary>
    public const string Embeddings = "/v1/embeddings";

    /// <summary>Whether <paramref name="route"/> is one of the set.</summary>
    public static bool IsKnown(string? route) => route is ChatCompletions or Completions or Embeddings;
}
