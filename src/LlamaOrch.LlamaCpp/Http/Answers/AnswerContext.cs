using LlamaOrch.LlamaCpp.Http.Requests;
using LlamaOrch.LlamaCpp.Inference;

namespace LlamaOrch.LlamaCpp.Http.Answers;

/// <summary>What every piece of one request's answer repeats.</summary>
/// <param name="Request">The request.</param>
/// <param name="Engine">The engine that answers.</param>
/// <param name="ModelName">The model's name, whatever the client called it.</param>
/// <param name="Id">The answer's id.</param>
/// <param name="Created">When it began, Unix seconds.</param>
internal sealed record AnswerContext(
    GenerationRequest Request, LoadedEngine Engine, string ModelName, string Id, long Created);
