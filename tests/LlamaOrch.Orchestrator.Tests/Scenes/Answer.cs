using System.Text.Json;

namespace LlamaOrch.Orchestrator.Tests.Scenes;

/// <summary>A whole answer.</summary>
internal sealed record Answer(int Status, string Text, HttpResponseMessage Response)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;

    /// <summary>The error code, in either shape.</summary>
    public string? Code => Error.GetProperty("code").GetString();

    /// <summary>The error, in either shape.</summary>
    public JsonElement Error => Json.TryGetProperty("error", out JsonElement openAi) ? openAi : Json;

    public string? Header(string name) =>
        Response.Headers.TryGetValues(name, out IEnumerable<string>? values) ? values.First() : null;

    public static async Task<Answer> OfAsync(HttpResponseMessage response) =>
        new((int)response.StatusCode, await response.Content.ReadAsStringAsync(), response);
}
