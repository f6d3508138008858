namespace LlamaOrch.Client;

/// <summary>The answer of <c>GET /v1/models</c>, in OpenAI's form.</summary>
/// <param name="Data">The models.</param>
public sealed record ServedModelList(IReadOnlyList<ServedModel> Data);
