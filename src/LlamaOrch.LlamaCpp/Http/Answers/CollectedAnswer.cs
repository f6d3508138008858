using System.Buffers;
using LlamaOrch.LlamaCpp.Inference;

namespace LlamaOrch.LlamaCpp.Http.Answers;

/// <summary>An answer that is sent whole: the job and its text so far.</summary>
/// <param name="Job">The job.</param>
internal sealed record CollectedAnswer(GenerationJob Job)
{
    /// <summary>The text, UTF-8.</summary>
    public ArrayBufferWriter<byte> Text { get; } = new();
}
