using System.Text;

namespace LlamaOrch.LlamaCpp.Http.Answers;

/// <summary>The hints of a schema as one line that can be a header's value.</summary>
internal static class SchemaHintText
{
    private const int LengthMax = 1024;

    /// <summary>
    /// The hints with <c>, </c> between them, in printable ASCII; what does not fit is counted at the end.
    /// </summary>
    public static string Of(IReadOnlyList<string> hints)
    {
        var line = new StringBuilder();
        for (int i = 0; i < hints.Count; i++)
        {
            string hint = Escape(hints[i]);
            if (line.Length + hint.Length > LengthMax)
                return line.Append(line.Length > 0 ? ", " : "").Append($"and {hints.Count - i} more").ToString();
            line.Append(line.Length > 0 ? ", " : "").Append(hint);
        }

        return line.ToString();
    }

    /// <summary>As in a URI's fragment: a property's name may hold anything.</summary>
    private static string Escape(string hint)
    {
        var text = new StringBuilder();
        foreach (byte value in Encoding.UTF8.GetBytes(hint))
        {
            if (value is > 0x1F and < 0x7F and not (byte)',' and not (byte)'%')
                text.Append((char)value);
            else
                text.Append($"%{value:X2}");
        }

        return text.ToString();
    }
}
