
namespace LlamaOrch.LlamaCpp.Inference;

/// <summary>A piece of an answer on its way from the decode thread to the response.</summary>
/// <param name="Job">Whose.</param>
/// <param name="Text">Whole UTF-8 characters; empty only in the last piece or where tokens have no text.</param>
/// <param name="FirstToken">Index of its first token in the job's list.</param>
/// <param name="TokenCount">How many tokens it took.</param>
/// <param name="IsLast">Whether the job has ended; the reason is in the job.</param>
internal readonly record struct Emission(
    GenerationJob Job, ReadOnlyMemory<byte> Text, int FirstToken, int TokenCount, bool IsLast);
