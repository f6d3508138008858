using System.Text;

namespace LlamaOrch.Hosting.Exposition;

/// <summary>The values of a series' labels, in the order of their names; compared by what they say.</summary>
internal readonly struct LabelValues(string[] values) : IEquatable<LabelValues>
{
    private readonly string[] values = values;

    public bool Equals(LabelValues other) => values.AsSpan().SequenceEqual(other.values);

    public override bool Equals(object? obj) => obj is LabelValues other && Equals(other);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (string value in values)
            hash.Add(value, StringComparer.Ordinal);
        return hash.ToHashCode();
    }

    /// <summary>As they are exposed, without braces.</summary>
    public byte[] ToText(IReadOnlyList<string> names) => Encoding.UTF8.GetBytes(
        string.Join(',', names.Zip(values, (name, value) => $"{name}=\"{Escaped(value)}\"")));

    private static string Escaped(string value) => value
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\n", "\\n", StringComparison.Ordinal);
}
