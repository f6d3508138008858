using System.Text.Json;
using LlamaOrch.Core.Fleet;

namespace LlamaOrch.Storage.Rows;

/// <summary>How a node stands in its row, the same in every store.</summary>
public static class NodeRows
{
    /// <summary>The row of a node.</summary>
    // As JSON, since PostgreSQL takes no text with a zero character, and what an agent calls its version is its own.
    public static byte[] Write(StoredNode node) =>
        JsonSerializer.SerializeToUtf8Bytes(node, RowJsonContext.Default.StoredNode);

    /// <summary>The node of a row.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static StoredNode Read(byte[] json) =>
        JsonSerializer.Deserialize(json, RowJsonContext.Default.StoredNode) is { Address: not null } node
            ? node
            : throw new JsonException("it is no node");
}
