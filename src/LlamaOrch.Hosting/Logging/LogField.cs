using System.Text.Json;

namespace LlamaOrch.Hosting.Logging;

/// <summary>A field that stands beside the sentence.</summary>
/// <param name="Place">Where it stands in the schema's order, from 0.</param>
/// <param name="Name">Its name in a line.</param>
/// <param name="IsNumber">Whether its value is a number; else it is a text.</param>
public sealed record LogField(int Place, string Name, bool IsNumber)
{
    /// <summary>The name as it is written.</summary>
    internal JsonEncodedText Encoded { get; } = JsonEncodedText.Encode(Name);
}
