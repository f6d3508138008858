using System.Text.Json;

namespace LlamaOrch.Bench.Wire;

/// <summary>The one line that a server of this program writes to stdout as soon as it listens.</summary>
internal static class ListeningLine
{
    public static void Write(string url) => Console.Out.WriteLine($$"""{"event":"listening","url":"{{url}}"}""");

    /// <summary>The URL of such a line; null when it is another.</summary>
    public static string? Read(string line)
    {
        if (!line.StartsWith("{\"event\":\"listening\"", StringComparison.Ordinal))
            return null;
        using var json = JsonDocument.Parse(line);
        return json.RootElement.GetProperty("url").GetString();
    }
}
