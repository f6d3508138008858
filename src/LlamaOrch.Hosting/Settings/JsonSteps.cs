using System.Globalization;

namespace LlamaOrch.Hosting.Settings;

/// <summary>The way from a JSON document's root to the token that is being read.</summary>
internal sealed class JsonSteps
{
    private readonly Stack<(bool IsArray, int Count, string Prefix)> open = [];
    private string name = string.Empty;

    /// <summary>Whether no object is open.</summary>
    public bool IsOutside => open.Count == 0 || open.Last().IsArray;

    /// <summary>A property begins.</summary>
    public void Name(string property) => name = property;

    /// <summary>An object or an array begins.</summary>
    public void Open(bool isArray) => open.Push((isArray, 0, open.Count == 0 ? string.Empty : Next()));

    /// <summary>It ends.</summary>
    public void Close() => open.Pop();

    /// <summary>The path of the value that comes next; empty for the root.</summary>
    public string Next()
    {
        if (open.Count == 0)
            return string.Empty;
        (bool isArray, int count, string prefix) = open.Pop();
        open.Push((isArray, count + 1, prefix));
        string step = isArray ? count.ToString(CultureInfo.InvariantCulture) : name;
        return prefix.Length == 0 ? step : $"{prefix}:{step}";
    }
}
