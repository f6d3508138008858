namespace LlamaOrch.Contracts.Meta;

/// <summary><c>GET /health</c> and <c>GET /ready</c>.</summary>
/// <param name="Status"><c>ok</c>, or what is missing.</param>
public sealed record StatusView(string Status);
