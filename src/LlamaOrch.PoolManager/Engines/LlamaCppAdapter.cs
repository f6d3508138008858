using System.Text.Json;
using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.PoolManager.Engines;

/// <summary>llama.cpp's server and whatever speaks as it does: <c>/health</c>, <c>/props</c>, <c>/slots</c>.</summary>
internal sealed class LlamaCppAdapter(EngineHttp http) : IEngineAdapter
{
    public async Task<EngineProbe> ProbeAsync(
        EngineAttachment engine, EngineProperties? known, CancellationToken cancellationToken)
    {
        EngineReply health = await http.GetAsync(engine, "/health", cancellationToken);
        if (health.Health != EngineHealth.Ok)
            return health.AsProbe();
        // Each time: behind the URL of a handoff file another engine may answer by now.
        EngineReply props = await http.GetAsync(engine, "/props", cancellationToken);
        if (props.Health != EngineHealth.Ok)
            return props.AsProbe();
        IReadOnlyList<ServedModel> served = EngineModels.Choose(engine, ModelOf(props), known, out string? problem);
        if (problem is not null)
            return new EngineProbe(EngineHealth.Down, Sentence: problem);
        if (served.Count == 0)
            return ModelNames.NoName(engine);

        EngineReply slots = await http.GetAsync(engine, "/slots", cancellationToken);
        return new EngineProbe(EngineHealth.Ok, Read(engine, served, props), KvUse(slots.Json));
    }

    /// <summary>What <c>/props</c> tells, bounded; the handoff file's word goes first.</summary>
    public static EngineProperties Read(
        EngineAttachment engine, IReadOnlyList<ServedModel> served, EngineReply props)
    {
        int? slots = engine.Slots ?? Bound(props.Int("total_slots"), EngineLimits.SlotsMax);
        int? context = engine.ContextTokens
            ?? Bound(props.Int("default_generation_settings", "n_ctx"), EngineLimits.ContextTokensMax);
        return new EngineProperties(
            served[0].ModelId,
            slots ?? EngineLimits.SlotsDefault,
            context ?? served[0].ContextTokens,
            VersionOf(engine, props))
        {
            EngineName = served[0].EngineName,
            Others = new ServedModels([.. served.Skip(1)]),
            SlotsAreAssumed = slots is null,
            HasProps = props.Health == EngineHealth.Ok,
        };
    }

    /// <summary>The one model of llama-server: by its alias, or after its file.</summary>
    private static ServedModel[] ModelOf(EngineReply props)
    {
        string? alias = props.Text("model_alias");
        return (ModelNames.Parse(alias) ?? ModelNames.FromPath(props.Text("model_path"))) is ModelId model
            ? [new ServedModel(model, alias ?? model.Value, 0)]
            : [];
    }

    /// <summary>
    /// Tokens that running sequences hold, over what all slots could hold; idle slots' caches are free to take.
    /// </summary>
    private static double KvUse(JsonElement slots)
    {
        if (slots.ValueKind != JsonValueKind.Array)
            return 0;
        double used = 0, total = 0;
        foreach (JsonElement slot in slots.EnumerateArray())
        {
            var reply = new EngineReply(EngineHealth.Ok, 200, slot, null);
            total += reply.Int("n_ctx") ?? 0;
            if (slot.ValueKind == JsonValueKind.Object && slot.TryGetProperty("is_processing", out JsonElement busy)
                && busy.ValueKind == JsonValueKind.True)
                used += reply.Int("n_prompt_tokens") ?? 0;
        }

        return total > 0 ? Math.Clamp(used / total, 0, 1) : 0;
    }

    private static string VersionOf(EngineAttachment engine, EngineReply props)
    {
        string version = engine.Version.Length > 0 ? engine.Version : props.Text("build_info") ?? string.Empty;
        return version.Length <= EngineLimits.VersionLengthMax ? version : version[..EngineLimits.VersionLengthMax];
    }

    private static int? Bound(int? value, int max) => value >= 1 && value <= max ? value : null;
}
