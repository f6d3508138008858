namespace LlamaOrch.Client.Metrics;

/// <summary>Reads the labels of a series: <c>a="b",c="d"</c>.</summary>
internal static class MetricLabels
{
    /// <summary>The labels by name, their values without escapes; what is not of this form ends the reading.</summary>
    public static Dictionary<string, string> Read(ReadOnlySpan<char> text)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        while (text.IndexOf("=\"") is > 0 and int equals)
        {
            ReadOnlySpan<char> value = text[(equals + 2)..];
            int end = EndOfValue(value);
            if (end < 0)
                break;
            labels[text[..equals].Trim(", ").ToString()] = Plain(value[..end]);
            text = value[(end + 1)..];
        }

        return labels;
    }

    /// <summary>Where the quote is that ends a value; negative when there is none.</summary>
    public static int EndOfValue(ReadOnlySpan<char> value)
    {
        for (int at = 0; at < value.Length; at++)
        {
            if (value[at] == '\\')
                at++;
            else if (value[at] == '"')
                return at;
        }

        return -1;
    }

    private static string Plain(ReadOnlySpan<char> value) => value.Contains('\\')
        ? value.ToString()
            .Replace("\\n", "\n", StringComparison.Ordinal)
            .Replace("\\\"", "\"", StringComparison.Ordinal)
            .Replace("\\\\", "\\", StringComparison.Ordinal)
        : value.ToString();
}
