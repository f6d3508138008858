using System.Text;
using System.Text.Json;

namespace LlamaOrch.Hosting.Settings;

/// <summary>
/// Reads a JSON file into flat names, remembering each one's line. Comments and trailing commas are allowed, a name
/// that stands twice is not; <c>null</c> is the same as not given.
/// </summary>
internal static class JsonSettings
{
    // Far above any configuration written by hand; it keeps a wrong path (a model, a device) from filling the memory.
    private const int FileBytesMax = 4 * 1024 * 1024;

    private static readonly JsonReaderOptions Lenient = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
    };

    /// <summary>Reads a file.</summary>
    public static void Read(string path, GivenSettings into)
    {
        byte[] text;
        try
        {
            text = ReadBytes(Path.GetFullPath(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            into.IsIncomplete = true;
            into.Problems.Add($"config: the file {path} can't be read: {failure.Message}");
            return;
        }

        var lines = new JsonLines(text);
        var found = new GivenSettings();
        try
        {
            Flatten(path, text, lines, found);
        }
        catch (JsonException failure)
        {
            into.IsIncomplete = true;
            into.Problems.Add($"config: {path} is not valid JSON: {lines.Describe(failure)}");
            return;
        }
        catch (InvalidOperationException)
        {
            // The reader's word for text that is not UTF-8.
            into.IsIncomplete = true;
            into.Problems.Add($"config: {path} is not valid JSON: a text in it is not UTF-8.");
            return;
        }

        into.Problems.AddRange(found.Problems);
        foreach (GivenSetting setting in found.Values)
            into.Add(setting.Key, setting.Value, setting.Origin);
    }

    private static byte[] ReadBytes(string path)
    {
        using FileStream file = File.OpenRead(path);
        byte[] buffer = new byte[FileBytesMax + 1];
        int count = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        if (count > FileBytesMax)
            throw new IOException($"it is larger than {FileBytesMax} bytes.");
        ReadOnlySpan<byte> text = buffer.AsSpan(0, count);
        return (text.StartsWith(Encoding.UTF8.Preamble) ? text[Encoding.UTF8.Preamble.Length..] : text).ToArray();
    }

    private static void Flatten(string path, byte[] text, JsonLines lines, GivenSettings found)
    {
        var reader = new Utf8JsonReader(text, Lenient);
        var steps = new JsonSteps();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.PropertyName:
                    steps.Name(reader.GetString()!);
                    break;
                case JsonTokenType.StartObject:
                    steps.Open(isArray: false);
                    break;
                case JsonTokenType.StartArray:
                    steps.Open(isArray: true);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    steps.Close();
                    break;
                default:
                    Take(ref reader, steps.Next(), $"{path}, line {lines.Of(reader.TokenStartIndex)}", found);
                    break;
            }

            if (steps.IsOutside && reader.TokenType != JsonTokenType.EndObject)
                throw new JsonException("The whole file must be one object, { … }.", null, 0, 0);
        }
    }

    private static void Take(ref Utf8JsonReader reader, string key, string origin, GivenSettings found)
    {
        if (reader.TokenType == JsonTokenType.Null || key.Length == 0)
            return;
        if (found.Find(key) is GivenSetting first)
            found.Problems.Add($"{key}: it stands twice ({first.Origin}, and {origin}).");
        string value = reader.TokenType == JsonTokenType.String
            ? reader.GetString()!
            : Encoding.UTF8.GetString(reader.ValueSpan);
        found.Add(key, value, origin);
    }
}
