using System.Text.Json;

namespace LlamaOrch.TestKit.Streams;

/// <summary>One server-sent event.</summary>
/// <param name="Type">Its type; <c>message</c> where none was given.</param>
/// <param name="Id">Its id; null where none was given.</param>
/// <param name="Data">Its data.</param>
public sealed record StreamEvent(string Type, string? Id, string Data)
{
    /// <summary>A field of its data, which must be a JSON object.</summary>
    public JsonElement Field(string name)
    {
        using JsonDocument json = JsonDocument.Parse(Data);
        return json.RootElement.GetProperty(name).Clone();
    }
}
