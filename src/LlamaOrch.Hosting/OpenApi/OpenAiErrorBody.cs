namespace LlamaOrch.Hosting.OpenApi;

/// <summary>An error below <c>/v1</c>, in the shape that OpenAI's clients know.</summary>
/// <param name="Error">The error.</param>
public sealed record OpenAiErrorBody(OpenAiErrorDetail Error);
