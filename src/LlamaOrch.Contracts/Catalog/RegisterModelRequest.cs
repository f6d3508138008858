using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Contracts.Catalog;

/// <summary><c>POST /v2/catalog/models</c>: what a model's name stands for.</summary>
public sealed record RegisterModelRequest
{
    /// <summary>The name that clients ask for.</summary>
    public required ModelId ModelId { get; init; }

    /// <summary>
    /// Where it comes from: <c>hf:org/repo[/file][@rev]</c>, <c>file:/path</c>, <c>https://…</c>,
    /// <c>s3://bucket/key</c> or <c>oci:registry/repo[:tag|@sha256:…]</c>.
    /// </summary>
    public required string Reference { get; init; }

    /// <summary>
    /// What its file must be; a pool whose file is another one is never given a task. Default: any file will do.
    /// </summary>
    public string? Digest { get; init; }

    /// <summary>Size of its file, bytes, from 0. Default: unknown.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>Default <see cref="ModelState.Active"/>.</summary>
    public ModelState? State { get; init; }
}
