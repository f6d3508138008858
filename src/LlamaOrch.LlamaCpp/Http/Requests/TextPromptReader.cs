using System.Text.Json;
using LlamaOrch.LlamaCpp.Model;

namespace LlamaOrch.LlamaCpp.Http.Requests;

/// <summary>
/// Reads the prompts of <c>/v1/completions</c>, and refuses what would change the answer and is not done here.
/// </summary>
internal static class TextPromptReader
{
    /// <summary>The prompts' tokens.</summary>
    /// <exception cref="ApiException">A prompt is wrong, or a field asks for what is not done here.</exception>
    public static List<int[]> Prompts(RequestFields fields, Vocabulary vocabulary)
    {
        if (fields.Flag("echo", false))
            throw ApiException.InvalidField("echo", "is not supported by this engine");
        if (!string.IsNullOrEmpty(fields.Text("suffix")))
            throw ApiException.InvalidField("suffix", "is not supported by this engine");
        int answers = fields.Whole("n", 1, 1, int.MaxValue);
        if (fields.TryGet("best_of", out JsonElement best) && fields.Whole("best_of", 1, 1, int.MaxValue) != answers)
            throw ApiException.InvalidField("best_of", $"is supported as large as 'n' alone, not as {best}");
        return GenerationReader.Prompts(fields, vocabulary);
    }
}
