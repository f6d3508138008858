namespace LlamaOrch.PoolManager.Engines;

/// <summary>
/// Any OpenAI-compatible server: <c>/v1/models</c> is its health, and <c>/props</c> is asked in case it has it. What
/// it serves is read each time, since whoever answers behind a URL may be another engine than before.
/// </summary>
internal sealed class OpenAiAdapter(EngineHttp http) : IEngineAdapter
{
    public async Task<EngineProbe> ProbeAsync(
        EngineAttachment engine, EngineProperties? known, CancellationToken cancellationToken)
    {
        EngineReply models = await http.GetAsync(engine, "/v1/models", cancellationToken);
        if (models.Health != EngineHealth.Ok)
            return models.AsProbe();
        IReadOnlyList<ServedModel> served = EngineModels.Choose(
            engine, EngineModels.Listed(models), known, out string? problem);
        if (problem is not null)
            return new EngineProbe(EngineHealth.Down, Sentence: problem);
        if (served.Count == 0)
            return ModelNames.NoName(engine);

        // Only llama-server has /props; anybody else's refusal of it says nothing about their health, and they are
        // asked again only when they serve something else.
        bool isSame = known is not null && known.ModelId == served[0].ModelId
            && known.EngineName == served[0].EngineName;
        EngineReply props = default;
        if (!isSame || known!.HasProps)
            props = await http.GetAsync(engine, "/props", cancellationToken);
        if (isSame && props.Health != EngineHealth.Ok)
        {
            int context = engine.ContextTokens
                ?? (served[0].ContextTokens > 0 ? served[0].ContextTokens : known!.ContextTokens);
            return new EngineProbe(EngineHealth.Ok, known! with
            {
                Others = new ServedModels([.. served.Skip(1)]),
                ContextTokens = context,
            });
        }

        return new EngineProbe(EngineHealth.Ok, LlamaCppAdapter.Read(engine, served, props));
    }
}
