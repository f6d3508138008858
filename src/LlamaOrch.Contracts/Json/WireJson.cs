using System.Text.Encodings.Web;
using System.Text.Json;

namespace LlamaOrch.Contracts.Json;

/// <summary>
/// How JSON is written on the wire: text as it is, since no answer of ours is ever put into a web page.
/// </summary>
public static class WireJson
{
    /// <summary>For writers made by hand.</summary>
    public static JsonWriterOptions Writer { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
