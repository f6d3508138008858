using System.Text.Json;

namespace LlamaOrch.LlamaCpp.Http;

/// <summary>An error in llama-server's shape.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Type">llama-server's name of the kind.</param>
/// <param name="Message">One sentence.</param>
internal sealed record ApiError(int Status, string Type, string Message)
{
    /// <summary>Tokens of the prompt, where it does not fit into the context.</summary>
    public int? PromptTokens { get; init; }

    /// <summary>Tokens of context per slot, where the prompt does not fit into it.</summary>
    public int? ContextTokens { get; init; }

    /// <summary>The request's field at fault; null where there is none.</summary>
    public string? Field { get; init; }

    /// <summary>The request is wrong.</summary>
    public static ApiError Invalid(string message, string? field = null) =>
        new(400, "invalid_request_error", message) { Field = field };

    /// <summary>Nothing is at this path.</summary>
    public static ApiError NotFound(string message) => new(404, "not_found_error", message);

    /// <summary>This engine, as it was started, does not do that.</summary>
    public static ApiError NotSupported(string message) => new(501, "not_supported_error", message);

    /// <summary>Not now.</summary>
    public static ApiError Unavailable(string message) => new(503, "unavailable_error", message);

    /// <summary>It failed here.</summary>
    public static ApiError Server(string message) => new(500, "server_error", message);

    /// <summary>The prompt does not fit.</summary>
    public static ApiError ContextExceeded(int promptTokens, int contextTokens) => new(
        400,
        "exceed_context_size_error",
        $"the request's {promptTokens} prompt tokens exceed the slot's context of {contextTokens} tokens")
    {
        PromptTokens = promptTokens,
        ContextTokens = contextTokens,
    };

    /// <summary>Writes <c>{"error":{…}}</c>.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteStartObject("error"u8);
        json.WriteNumber("code"u8, Status);
        json.WriteString("message"u8, Message);
        json.WriteString("type"u8, Type);
        if (Field is not null)
            json.WriteString("param"u8, Field);
        if (PromptTokens is int promptTokens)
            json.WriteNumber("n_prompt_tokens"u8, promptTokens);
        if (ContextTokens is int contextTokens)
            json.WriteNumber("n_ctx"u8, contextTokens);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
