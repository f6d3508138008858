using System.Text.Json;
using LlamaOrch.Hosting.OpenApi;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>What the document says of the OpenAI-compatible routes; the bodies are the engine's own affair.</summary>
internal static class OpenAiDocs
{
    private const string Tag = "openai";

    private static readonly ErrorCode[] Refusals =
    [
        ErrorCode.InvalidParams, ErrorCode.ModelNotAvailable, ErrorCode.AdmissionReject, ErrorCode.QueueFullDropLru,
        ErrorCode.QuotaExceeded, ErrorCode.Internal, ErrorCode.WorkerReset, ErrorCode.PoolUnready,
        ErrorCode.PoolUnavailable, ErrorCode.ReplicaExhausted, ErrorCode.DecodeTimeout,
    ];

    public static RouteDoc Chat { get; } = Passed(
        "createChatCompletion", "Chat completions.", typeof(ChatBody), """
        {
          "model": "qwen3-8b",
          "messages": [{ "role": "user", "content": "Why is the sky blue?" }],
          "max_tokens": 200,
          "stream": true
        }
        """);

    public static RouteDoc Completions { get; } = Passed(
        "createCompletion", "Text completions.", typeof(CompletionBody), """
        { "model": "qwen3-8b", "prompt": "Once upon a time", "max_tokens": 200 }
        """);

    public static RouteDoc Embeddings { get; } = Passed(
        "createEmbedding", "Embeddings.", typeof(EmbeddingBody), """
        { "model": "bge-m3", "input": ["The sky is blue.", "The grass is green."] }
        """);

    public static RouteDoc Models { get; } = new(Tag, "The models that can be asked for.")
    {
        Id = "listModels",
        Answer = typeof(JsonElement),
    };

    public static RouteDoc Model { get; } = new(Tag, "One model; its id may hold slashes.")
    {
        Id = "retrieveModel",
        Answer = typeof(JsonElement),
        Refusals = [ErrorCode.ModelNotAvailable],
    };

    private static RouteDoc Passed(string id, string summary, Type body, string example) => new(Tag, summary)
    {
        Id = id,
        Description = "The body goes to the engine and its answer comes back byte by byte, as events where 'stream' is "
            + "true. Only the fields below are read here; all others are the engine's.",
        Body = body,
        Example = example,
        Answer = typeof(JsonElement),
        Refusals = Refusals,
    };
}
