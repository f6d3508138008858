using LlamaOrch.Contracts.Http;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>What a scan has found so far.</summary>
internal struct ScannedFields
{
    public ModelId Model;
    public bool? Stream;

    /// <summary>Seen by its older name; 0 for a null, and for as many as there are.</summary>
    public int? MaxTokens;

    /// <summary>Likewise by its newer name.</summary>
    public int? MaxCompletionTokens;
    public int? Answers;
    public int PromptBytes;
    public bool HasTools;
    public bool HasMessages;
    public bool HasPrompt;
    public bool HasEmbeddingInput;

    /// <summary>Where the messages or the prompt stand in the body; empty while not seen.</summary>
    public Range Prompt;

    /// <summary>The field without which a route has nothing to do.</summary>
    public static string InputName(string route) => route switch
    {
        EngineRoutes.ChatCompletions => "messages",
        EngineRoutes.Completions => "prompt",
        _ => "input",
    };

    /// <summary>Whether that field was there.</summary>
    public readonly bool HasInput(string route) => route switch
    {
        EngineRoutes.ChatCompletions => HasMessages,
        EngineRoutes.Completions => HasPrompt,
        _ => HasEmbeddingInput,
    };
}
