using System.Text.Json;
using LlamaOrch.Orchestrator.Fleet;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary><c>GET /v1/models</c>: the models that some pool serves or is about to serve.</summary>
internal sealed class ModelList(FleetView fleet)
{
    public Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        using var writer = new Utf8JsonWriter(context.Response.BodyWriter);
        writer.WriteStartObject();
        writer.WriteString("object", "list");
        writer.WriteStartArray("data");
        foreach (string model in fleet.Current.Models.Order(StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("id", model);
            writer.WriteString("object", "model");
            // When a model file was made is not known to the control plane; OpenAI's shape demands a number.
            writer.WriteNumber("created", 0);
            writer.WriteString("owned_by", "llama-orch");
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return context.Response.BodyWriter.FlushAsync(context.RequestAborted).AsTask();
    }
}
