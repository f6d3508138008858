using System.Text.Json;

namespace LlamaOrch.Orchestrator.Tests.Scenes;

/// <summary>Request bodies.</summary>
internal static class Body
{
    public static string Chat(string model, bool stream = false) => JsonSerializer.Serialize(new
    {
        model,
        stream,
        messages = new[] { new { role = "user", content = "Tell me a story." } },
    });

    public static string Task(string model, string? id = null, string priority = "interactive") =>
        JsonSerializer.Serialize(new { task_id = id ?? $"t-{Guid.NewGuid():N}", model, prompt = "Once", priority });
}
