using LlamaOrch.Contracts.Processes;
using LlamaOrch.LlamaCpp.Model;

namespace LlamaOrch.LlamaCpp.Startup;

/// <summary>What can be said of a model file before any worker is started for it.</summary>
public static class EnginePreflight
{
    /// <summary>
    /// Checks the file's format, and whether the workers' weights and caches fit into the memory that is free.
    /// </summary>
    /// <param name="modelPath">The GGUF file.</param>
    /// <param name="slots">Slots of all workers together: they share the weights, not the caches.</param>
    /// <param name="contextTokens">Tokens of context per slot; 0 for the model's own.</param>
    /// <exception cref="StartupException">The file is no GGUF, or it does not fit.</exception>
    public static void Check(string modelPath, int slots, int contextTokens) => ModelFile.Check(
        new EngineOptions { ModelPath = modelPath, Slots = slots, ContextTokens = contextTokens });
}
