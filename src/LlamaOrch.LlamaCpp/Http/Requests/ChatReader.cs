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
        if (fields.TryGet("tools", out JsonElement tools) && !IsEmptyList(tools))
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
        // OpenAI's newer name for the same; no template knows it.
        if (role == "developer")
            role = "system";
        if (!fields.TryGet("content", out JsonElement content))
            throw ApiException.Invalid("a message lacks its 'content'", "messages");
        return new ChatMessage(role, content.ValueKind == JsonValueKind.Array
            ? Parts(content)
            : RequestFields.Text(content, "content"));
    }

    private static string Parts(JsonElement parts)
    {
        var text = new StringBuilder();
        foreach (JsonElement part in parts.EnumerateArray())
        {
            string? type = part.ValueKind == JsonValueKind.Object ? new RequestFields(part).Text("type") : null;
            if (type != "text")
                throw ApiException.InvalidField("content", "must hold parts of the type 'text' and no others");
            text.Append(new RequestFields(part).Text("text")
                ?? throw ApiException.Invalid("a part of the type 'text' lacks its 'text'", "messages"));
        }

        return text.ToString();
    }
}
