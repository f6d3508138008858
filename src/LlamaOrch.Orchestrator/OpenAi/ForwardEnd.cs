namespace LlamaOrch.Orchestrator.OpenAi;

/// <summary>How passing an answer through ended.</summary>
/// <param name="How">What ended it.</param>
/// <param name="TokensIn">Prompt tokens as the engine states them; 0 when it does not.</param>
/// <param name="TokensOut">Generated tokens, likewise.</param>
internal readonly record struct ForwardEnd(ForwardResult How, int TokensIn, int TokensOut);
