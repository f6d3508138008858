using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LlamaOrch.PoolManager.Models;

/// <summary>A small list in a file of the node's own, written whole or not at all.</summary>
internal sealed class StateFile<TItem>(string path, JsonTypeInfo<IReadOnlyList<TItem>> type)
    where TItem : class
{
    // Every bound reached stays far below.
    private const int BytesMax = 16 * 1024 * 1024;

    /// <summary>The list; empty when there is no file.</summary>
    /// <exception cref="IOException">It can't be read.</exception>
    /// <exception cref="JsonException">It is not such a list.</exception>
    public IReadOnlyList<TItem> Read()
    {
        if (!File.Exists(path))
            return [];
        if (new FileInfo(path).Length > BytesMax)
            throw new JsonException($"{path} is larger than {BytesMax} bytes");
        IReadOnlyList<TItem>? items = JsonSerializer.Deserialize(File.ReadAllBytes(path), type);
        return items is null || items.Any(item => item is null) ? throw new JsonException("null is no list") : items;
    }

    /// <summary>Replaces the list; on disk when this returns.</summary>
    /// <exception cref="IOException">It can't be written; the old one is still there.</exception>
    public void Write(IReadOnlyList<TItem> items)
    {
        string temporary = $"{path}.tmp";
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write))
        {
            JsonSerializer.Serialize(file, items, type);
            file.Flush(flushToDisk: true);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
