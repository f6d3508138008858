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
internal sealed class ModelList(FleetView fleet)
{
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

    private static void WriteModel(Utf8JsonWriter json, FleetSnapshot now, ModelId model)
    {
        json.WriteStartObject();
        json.WriteString("id", model.Value);
        json.WriteString("state", now.PoolsOf(model).Any(pool => pool.Available) ? "ready" : "unready");
        json.WriteString("object", "model");
        // When a model file was made is not known to the control plane; OpenAI's shape demands a number.
        json.WriteNumber("created", 0);
        json.WriteString("owned_by", "llama-orch");
        json.WriteEndObject();
    }

    private static async Task WriteAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        using (var json = new Utf8JsonWriter(context.Response.BodyWriter, WireJson.Writer))
            write(json);
        await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
    }
}
