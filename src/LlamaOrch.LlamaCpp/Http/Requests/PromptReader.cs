using System.Text.Json;
using LlamaOrch.Contracts.Json;
using LlamaOrch.LlamaCpp.Model;

namespace LlamaOrch.LlamaCpp.Http.Requests;

/// <summary>
/// Reads a prompt in the forms that llama-server takes: a text, token numbers, a mix of both, or a list of prompts.
/// </summary>
internal static class PromptReader
{
    private const int PromptsMax = 64;

    /// <summary>The prompts' tokens; at least one prompt, maybe empty ones.</summary>
    public static List<int[]> Read(
        Vocabulary vocabulary, JsonElement value, string name, int promptsMax = PromptsMax)
    {
        if (value.ValueKind != JsonValueKind.Array)
            return [One(vocabulary, value, name)];
        if (value.GetArrayLength() == 0)
            throw ApiException.InvalidField(name, "must not be empty");

        // A list with a number in it is one prompt; a list of texts or of lists is several.
        if (value.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Number))
            return [One(vocabulary, value, name)];
        if (value.GetArrayLength() > promptsMax)
            throw ApiException.InvalidField(name, $"must hold at most {promptsMax} prompts");
        return [.. value.EnumerateArray().Select(item => One(vocabulary, item, name))];
    }

    /// <summary>One prompt: a text, or a list of token numbers and texts.</summary>
    public static int[] One(Vocabulary vocabulary, JsonElement value, string name)
    {
        if (value.ValueKind == JsonValueKind.String)
            return vocabulary.Tokenize(RequestFields.Text(value, name), addSpecial: true, parseSpecial: true);
        if (value.ValueKind != JsonValueKind.Array)
            throw ApiException.InvalidField(name, "must be a string, a list of tokens, or a list of these");
        var tokens = new List<int>();
        foreach (JsonElement item in value.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String)
                tokens.AddRange(vocabulary.Tokenize(RequestFields.Text(item, name), tokens.Count == 0, true));
            else
                tokens.Add(Token(vocabulary, item, name));
        }

        return [.. tokens];
    }

    /// <summary>A token number of this vocabulary.</summary>
    public static int Token(Vocabulary vocabulary, JsonElement value, string name)
    {
        return WholeNumber.TryRead(value, out long token) && token is >= 0 and <= int.MaxValue
            && vocabulary.Contains((int)token)
            ? (int)token
            : throw ApiException.InvalidField(name, $"holds a token that is not from 0 to {vocabulary.TokenCount - 1}");
    }
}
