using System.Text.Json;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Json;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Hosting.Errors;
using LlamaOrch.Orchestrator.Fleet;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>
/// The models that some pool serves or is about to, or served before a restart, retired ones left out, in OpenAI's
/// shape.
/// </summary>
internal sealed class ModelList(FleetView fleet, TimeProvider time)
{
    // OpenRouter's, vLLM's, Groq's and LM Studio's; llama-server has it within 'meta'.
    private static readonly string[] ContextNames =
        ["context_length", "max_model_len", "context_window", "max_context_length"];

    private readonly DateTimeOffset startedAt = time.GetUtcNow();

    /// <summary><c>GET /v1/models</c>.</summary>
    public Task ListAsync(HttpContext context) => WriteAsync(context, json =>
    {
        json.WriteStartObject();
        json.WriteString("object", "list");
        json.WriteStartArray("data");
        FleetSnapshot now = fleet.Current;
        IEnumerable<string> known = now.Models.Union(now.RememberedModels, StringComparer.Ordinal);
        foreach (string model in known.Order(StringComparer.Ordinal))
        {
            if (IsListed(now, new ModelId(model)))
                WriteModel(json, now, new ModelId(model));
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    /// <summary><c>GET /v1/models/{id}</c>; slashes in the id come as they are or escaped.</summary>
    public Task ShowAsync(HttpContext context)
    {
        string asked = Uri.UnescapeDataString((string)context.GetRouteValue("id")!);
        FleetSnapshot now = fleet.Current;
        return IdentifierRules.TryParse(asked, out ModelId id) && IsListed(now, id)
            ? WriteAsync(context, json => WriteModel(json, now, id))
            : ErrorResponse.WriteAsync(
                context, ErrorCode.ModelNotAvailable, "No node serves that model: see GET /v1/models.", "model");
    }

    /// <summary>
    /// A model whose nodes are not back after a restart is listed too: a client that asks at that moment must not
    /// conclude that it is gone.
    /// </summary>
    private static bool IsListed(FleetSnapshot now, ModelId model) =>
        now.Offers(model) || (now.Remembers(model) && !now.Catalog.IsRetired(model));

    private void WriteModel(Utf8JsonWriter json, FleetSnapshot now, ModelId model)
    {
        json.WriteStartObject();
        json.WriteString("id", model.Value);
        json.WriteString("state", now.PoolsOf(model).Any(pool => pool.Available) ? "ready" : "unready");
        json.WriteString("object", "model");
        json.WriteNumber("created", CreatedAt(model, now).ToUnixTimeSeconds());
        json.WriteString("owned_by", "llama-orch");
        if (ContextOf(model, now) is > 0 and int context)
        {
            // OpenAI's shape has no name for it; these are the ones that clients read, each those of its own server.
            foreach (string name in ContextNames)
                json.WriteNumber(name, context);
            json.WriteStartObject("meta");
            json.WriteNumber("n_ctx", context);
            json.WriteNumber("n_ctx_train", context);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    /// <summary>When it was registered; for a model that is only served, the start of this process.</summary>
    private DateTimeOffset CreatedAt(ModelId model, FleetSnapshot now) =>
        now.Catalog.Find(model)?.RegisteredAt ?? startedAt;

    /// <summary>The largest context of one slot: a prompt goes where it fits. 0 while unknown.</summary>
    private static int ContextOf(ModelId model, FleetSnapshot now)
    {
        int largest = 0;
        foreach (PoolSnapshot pool in now.PoolsOf(model))
        {
            if (pool.ModelId == model)
                largest = Math.Max(largest, pool.ContextTokens);
        }

        return largest;
    }

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        using (var json = new Utf8JsonWriter(context.Response.BodyWriter, WireJson.Writer))
            write(json);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
