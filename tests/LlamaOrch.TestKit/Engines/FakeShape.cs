using System.Text.Json.Nodes;

namespace LlamaOrch.TestKit.Engines;

/// <summary>OpenAI's answer shapes, for chat or for text.</summary>
internal sealed class FakeShape(bool isChat, string model)
{
    // What a prompt of the tests is taken to be long.
    private const int PromptTokens = 5;

    public JsonObject Token(string text) => Chunk(text, finishReason: null);

    public JsonObject Last(int tokens)
    {
        JsonObject chunk = Chunk(text: null, "stop");
        chunk["usage"] = Usage(tokens);
        return chunk;
    }

    public JsonObject Whole(IReadOnlyList<string> tokens)
    {
        string text = string.Concat(tokens);
        var choice = new JsonObject { ["index"] = 0, ["finish_reason"] = "stop" };
        if (isChat)
            choice["message"] = new JsonObject { ["role"] = "assistant", ["content"] = text };
        else
            choice["text"] = text;
        return Answer(isChat ? "chat.completion" : "text_completion", choice, Usage(tokens.Count));
    }

    /// <summary>What an engine with tools answers: a call of the first one.</summary>
    public JsonObject ToolCall(JsonArray tools)
    {
        var call = new JsonObject
        {
            ["id"] = "call-0",
            ["type"] = "function",
            ["function"] = new JsonObject
            {
                ["name"] = tools[0]!["function"]!["name"]!.GetValue<string>(),
                ["arguments"] = """{"city":"Oslo"}""",
            },
        };
        var message = new JsonObject
        {
            ["role"] = "assistant",
            ["content"] = null,
            ["tool_calls"] = new JsonArray(call),
        };
        var choice = new JsonObject { ["index"] = 0, ["finish_reason"] = "tool_calls", ["message"] = message };
        return Answer("chat.completion", choice, Usage(tokens: 1));
    }

    public JsonObject Embedding() => new()
    {
        ["object"] = "list",
        ["model"] = model,
        ["data"] = new JsonArray(new JsonObject
        {
            ["object"] = "embedding",
            ["index"] = 0,
            ["embedding"] = new JsonArray(0.25, -0.5, 0.75),
        }),
        ["usage"] = new JsonObject { ["prompt_tokens"] = PromptTokens, ["total_tokens"] = PromptTokens },
    };

    private JsonObject Chunk(string? text, string? finishReason)
    {
        var choice = new JsonObject { ["index"] = 0, ["finish_reason"] = finishReason };
        if (!isChat)
            choice["text"] = text ?? string.Empty;
        else
            choice["delta"] = text is null ? new JsonObject() : new JsonObject { ["content"] = text };
        return Answer(isChat ? "chat.completion.chunk" : "text_completion", choice, usage: null);
    }

    private JsonObject Answer(string kind, JsonObject choice, JsonObject? usage)
    {
        var answer = new JsonObject
        {
            ["id"] = "fake-0",
            ["object"] = kind,
            ["created"] = 0,
            ["model"] = model,
            ["choices"] = new JsonArray(choice),
        };
        if (usage is not null)
            answer["usage"] = usage;
        return answer;
    }

    private static JsonObject Usage(int tokens) => new()
    {
        ["prompt_tokens"] = PromptTokens,
        ["completion_tokens"] = tokens,
        ["total_tokens"] = PromptTokens + tokens,
    };
}
