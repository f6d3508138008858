namespace LlamaOrch.PoolManager.Engines;

/// <summary>The answer to one question for an engine's health.</summary>
/// <param name="Health">How it is.</param>
/// <param name="Properties">What it serves; null when it is not healthy.</param>
/// <param name="KvUse">Share of its context memory in use, 0 to 1; 0 where it does not tell.</param>
/// <param name="Sentence">Why it is not healthy, one sentence; null when it is.</param>
internal sealed record EngineProbe(
    EngineHealth Health, EngineProperties? Properties = null, double KvUse = 0, string? Sentence = null);
