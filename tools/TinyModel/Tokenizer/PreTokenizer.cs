using System.Text.RegularExpressions;

namespace LlamaOrch.Tools.TinyModel.Tokenizer;

/// <summary>Splits text into words as llama.cpp does for <c>tokenizer.ggml.pre = gpt-2</c>; merges never cross them.
/// </summary>
public static partial class PreTokenizer
{
    /// <summary>The words in order; joined they give the text.</summary>
    public static IEnumerable<string> Split(string text) => Words().Matches(text).Select(match => match.Value);

    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+")]
    private static partial Regex Words();
}
