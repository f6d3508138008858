namespace LlamaOrch.Contracts.Meta;

/// <summary><c>GET /v2/meta/version</c>.</summary>
/// <param name="Product">Always <c>llama-orch</c>.</param>
/// <param name="Version">The control plane's version, such as <c>0.2.0</c>.</param>
public sealed record VersionView(string Product, string Version);
