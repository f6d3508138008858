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

    public static RouteDoc Chat { get; } = Passed("Chat completions.", typeof(ChatBody));

    public static RouteDoc Completions { get; } = Passed("Text completions.", typeof(CompletionBody));

    public static RouteDoc Embeddings { get; } = Passed("Embeddings.", typeof(EmbeddingBody));

    public static RouteDoc Models { get; } = new(Tag, "The models that can be asked for.")
    {
        Answer = typeof(JsonElement),
    };

    public static RouteDoc Model { get; } = new(Tag, "One model; its id may hold slashes.")
    {
        Answer = typeof(JsonElement),
        Refusals = [ErrorCode.ModelNotAvailable],
    };

    private static RouteDoc Passed(string summary, Type body) => new(Tag, summary)
    {
        Description = "The body goes to the engine and its answer comes back byte by byte, as events where 'stream' is "
            + "true. Only the fields below are read here; all others are the engine's.",
        Body = body,
        Answer = typeof(JsonElement),
        Refusals = Refusals,
    };
}
