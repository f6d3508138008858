using System.Text;

namespace LlamaOrch.LlamaCpp.Sampling.Patterns;

/// <summary>Texts within regular expressions.</summary>
internal static class PatternText
{
    /// <summary>An expression that matches just this text.</summary>
    public static string Literal(string text)
    {
        var literal = new StringBuilder();
        foreach (char unit in text)
        {
            if (char.IsAscii(unit) && !char.IsAsciiLetterOrDigit(unit))
                literal.Append($"\\x{(int)unit:x2}");
            else
                literal.Append(unit);
        }

        return literal.ToString();
    }
}
