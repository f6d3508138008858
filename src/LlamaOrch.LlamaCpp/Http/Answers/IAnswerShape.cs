using System.Text.Json;
using LlamaOrch.LlamaCpp.Inference;

namespace LlamaOrch.LlamaCpp.Http.Answers;

/// <summary>How one route writes its answers.</summary>
internal interface IAnswerShape
{
    /// <summary>A piece of text of a stream.</summary>
    void Piece(EventStream events, in Emission emission);

    /// <summary>The end of one of a stream's answers.</summary>
    void Finish(EventStream events, GenerationJob job);

    /// <summary>The end of the stream.</summary>
    void Close(EventStream events, IReadOnlyList<GenerationJob> jobs);

    /// <summary>An answer sent whole.</summary>
    void Whole(Utf8JsonWriter json, IReadOnlyList<CollectedAnswer> answers);
}
