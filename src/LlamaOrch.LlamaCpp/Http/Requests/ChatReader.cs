using System.Text;
using System.Text.Json;
using LlamaOrch.LlamaCpp.Model;

namespace LlamaOrch.LlamaCpp.Http.Requests;

/// <summary>Reads a conversation and writes it as the model's chat template has it.</summary>
internal static class ChatReader
{
    private const int MessagesMax = 4096;

    /// <summary>The prompt's text.</summary>
    /// <exception cref="ApiException">A message is wrong, or the model's template is not known.</exception>
    public static string Prompt(in RequestFields fields, LlamaModel model)
    {
        // A client that forbids their use may still send what tools there are.
        bool mayCall = !fields.TryGet("tool_choice", out JsonElement choice)
            || choice.ValueKind != JsonValueKind.String || !choice.ValueEquals("none");
        if (fields.TryGet("tools", out JsonElement tools) && !IsEmptyList(tools) && mayCall)
            throw ApiException.InvalidField("tools", "are not supported by this engine");
        if (fields.TryGet("functions", out JsonElement functions) && !IsEmptyList(functions))
            throw ApiException.InvalidField("functions", "are not supported by this engine");
        if (fields.TryGet("modalities", out JsonElement modalities) && !IsTextAlone(modalities))
            throw ApiException.InvalidField("modalities", "other than 'text' are not supported by this engine");
        return ChatTemplate.Apply(model.ChatTemplate, Messages(fields))
            ?? throw ApiException.Invalid(
                "this model's chat template is none that llama.cpp knows by itself: "
                + "write the prompt yourself and send it to /v1/completions");
    }

    private static bool IsTextAlone(JsonElement modalities) =>
        modalities.ValueKind == JsonValueKind.Array && modalities.EnumerateArray().All(
            modality => modality.ValueKind == JsonValueKind.String && modality.ValueEquals("text"));

    private static bool IsEmptyList(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0;

    private static List<ChatMessage> Messages(in RequestFields fields)
    {
        if (!fields.TryGet("messages", out JsonElement list))
            throw ApiException.InvalidField("messages", "is missing");
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MessagesMax)
            throw ApiException.InvalidField("messages", $"must be a list of 1 to {MessagesMax} messages");
        return [.. list.EnumerateArray().Select(Message)];
    }

    private static ChatMessage Message(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw ApiException.InvalidField("messages", "must hold objects with 'role' and 'content'");
        var fields = new RequestFields(value);
        string role = fields.Text("role") ?? throw ApiException.Invalid("a message lacks its 'role'", "messages");
        return new ChatMessage(RoleOf(role), Content(fields, role));
    }

    /// <summary>Names that no template knows, by the ones that they know.</summary>
    private static string RoleOf(string role) => role switch
    {
        "developer" => "system",
        "function" => "tool",
        _ => role,
    };

    /// <summary>An assistant's message may be only its calls of tools, or its refusal.</summary>
    private static string Content(in RequestFields fields, string role)
    {
        string? text = null;
        if (fields.TryGet("content", out JsonElement content))
        {
            text = content.ValueKind == JsonValueKind.Array
                ? Parts(content)
                : RequestFields.Text(content, "content");
        }

        if (role != "assistant")
            return text ?? throw ApiException.Invalid("a message lacks its 'content'", "messages");
        text ??= fields.Text("refusal");
        if (fields.TryGet("tool_calls", out JsonElement calls))
        {
            if (calls.ValueKind != JsonValueKind.Array)
                throw ApiException.Invalid("'tool_calls' must be a list", "messages");
            text = string.Join('\n', calls.EnumerateArray().Select(Call).Prepend(text).Where(line => line?.Length > 0));
        }
        else if (fields.TryGet("function_call", out JsonElement call))
        {
            text = Function(call);
        }

        return text ?? "";
    }

    private static string Call(JsonElement call) =>
        call.ValueKind == JsonValueKind.Object && new RequestFields(call).TryGet("function", out JsonElement function)
            ? Function(function)
            : throw ApiException.Invalid("a call of a tool lacks its 'function'", "messages");

    /// <summary>A call as text, in the form that most models write one: no template has a place for it.</summary>
    private static string Function(JsonElement function)
    {
        if (function.ValueKind != JsonValueKind.Object)
            throw ApiException.Invalid("a call of a tool must be an object", "messages");
        var fields = new RequestFields(function);
        string name = fields.Text("name")
            ?? throw ApiException.Invalid("a call of a tool lacks its 'name'", "messages");
        string arguments = fields.Text("arguments") is { Length: > 0 } text ? text : "{}";
        return $$"""{"name": {{JsonSerializer.Serialize(name)}}, "arguments": {{arguments}}}""";
    }

    private static string Parts(JsonElement parts)
    {
        var text = new StringBuilder();
        foreach (JsonElement part in parts.EnumerateArray())
        {
            string? type = part.ValueKind == JsonValueKind.Object ? new RequestFields(part).Text("type") : null;
            if (type is not ("text" or "refusal"))
                throw ApiException.InvalidField("content", "must hold parts of the type 'text' and no others");
            text.Append(new RequestFields(part).Text(type)
                ?? throw ApiException.Invalid($"a part of the type '{type}' lacks its '{type}'", "messages"));
        }

        return text.ToString();
    }
}
