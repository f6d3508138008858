using LlamaOrch.LlamaCpp.Inference;
using Microsoft.AspNetCore.Http;

namespace LlamaOrch.LlamaCpp.Http.Endpoints;

/// <summary>Answers 503 until the model is loaded, in the words that llama-server's clients look for.</summary>
internal static class LoadingGate
{
    private static readonly ApiError Loading = ApiError.Unavailable("Loading model");

    /// <summary>Lets a request through, or answers it.</summary>
    public static Task RunAsync(HttpContext context, InferenceEngine engine, RequestDelegate next) =>
        engine.Loaded is null ? JsonAnswer.ErrorAsync(context, Loading) : next(context);
}
