using System.Text.Json;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.PoolManager.Engines;

/// <summary>Which of the models that an engine names are served, and under which names.</summary>
internal static class EngineModels
{
    /// <summary>The names of a list of models, as <c>/v1/models</c> gives it; empty when it is none.</summary>
    public static IReadOnlyList<ServedModel> Listed(EngineReply reply)
    {
        if (reply.Json.ValueKind != JsonValueKind.Object
            || !reply.Json.TryGetProperty("data", out JsonElement data) || data.ValueKind != JsonValueKind.Array)
            return [];
        var models = new List<ServedModel>();
        foreach (JsonElement element in data.EnumerateArray())
        {
            EngineReply entry = reply with { Json = element };
            if (entry.Text("id") is string name && ModelId.OfName(name) is ModelId id
                && !models.Exists(model => model.ModelId == id))
                models.Add(new ServedModel(id, name, ContextOf(entry)));
            if (models.Count == ServedModels.ModelsMax)
                break;
        }

        return models;
    }

    /// <summary>
    /// Chooses: without a name from the settings all are served under their own, the one that was the first before
    /// staying so, since engines list in an order that changes. With one, exactly one model is served under it.
    /// </summary>
    /// <param name="engine">What the settings or the handoff file say.</param>
    /// <param name="listed">What the engine names, not empty unless the settings name the model.</param>
    /// <param name="known">What it served before; null for nothing.</param>
    /// <param name="problem">Why none can be served, one sentence; null when one can.</param>
    public static IReadOnlyList<ServedModel> Choose(
        EngineAttachment engine,
        IReadOnlyList<ServedModel> listed,
        EngineProperties? known,
        out string? problem)
    {
        problem = null;
        if (engine.ModelId is ModelId asked)
            return Named(engine, asked, listed, known, ref problem);
        if (engine.EngineModel is string only)
        {
            if (listed.FirstOrDefault(model => model.EngineName == only) is ServedModel wanted)
                return [wanted];
            problem = NotListed(engine, only, listed);
            return [];
        }

        ServedModel? first = listed.FirstOrDefault(model => model.ModelId == known?.ModelId);
        return first is null ? listed : [first, .. listed.Where(model => model != first)];
    }

    private static IReadOnlyList<ServedModel> Named(
        EngineAttachment engine,
        ModelId asked,
        IReadOnlyList<ServedModel> listed,
        EngineProperties? known,
        ref string? problem)
    {
        string? wanted = engine.EngineModel;
        if (wanted is not null && !listed.Any(model => model.EngineName == wanted))
        {
            problem = NotListed(engine, wanted, listed);
            return [];
        }

        ServedModel? chosen = listed.FirstOrDefault(model => model.EngineName == (wanted ?? asked.Value))
            ?? listed.FirstOrDefault(model => model.EngineName == known?.EngineName)
            ?? (listed.Count > 0 ? listed[0] : null);
        if (known?.EngineName is string before && known.ModelId == asked && chosen?.EngineName != before)
        {
            // Another model under the name that clients ask for would answer them without a word.
            problem = $"The engine at {engine.ShownUrl} serves '{chosen?.EngineName}' now, and '{before}' when it was "
                + $"attached as {asked}: reload the pool if it shall be served under that name.";
            return [];
        }

        return [new ServedModel(asked, chosen?.EngineName, chosen?.ContextTokens ?? 0)];
    }

    private static string NotListed(EngineAttachment engine, string wanted, IReadOnlyList<ServedModel> listed) =>
        $"The engine at {engine.ShownUrl} does not list the model '{wanted}' of engine_model, but "
        + (listed.Count == 0 ? "none." : $"{string.Join(", ", listed.Take(8).Select(model => model.EngineName))}.");

    /// <summary>vLLM's and SGLang's name for it first; others write one of the rest.</summary>
    private static int ContextOf(EngineReply entry)
    {
        int? length = entry.Int("max_model_len") ?? entry.Int("context_length") ?? entry.Int("context_window");
        return length > 0 ? Math.Min(length.Value, EngineLimits.ContextTokensMax) : 0;
    }
}
