namespace LlamaOrch.PoolManager.Provisioning;

/// <summary>How one life of an engine process ended.</summary>
/// <param name="Code">Its exit code; null when it was stopped by us.</param>
/// <param name="Sentence">One sentence: its own last one, or ours.</param>
/// <param name="ReachedReady">Whether it had been healthy.</param>
/// <param name="WasAsked">Whether somebody asked for a restart.</param>
internal sealed record EngineExit(int? Code, string Sentence, bool ReachedReady = false, bool WasAsked = false);
