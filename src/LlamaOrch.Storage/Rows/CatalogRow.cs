using System.Text.Json;
using LlamaOrch.Contracts.Catalog;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Catalog;
using LlamaOrch.Core.Catalog.References;

namespace LlamaOrch.Storage.Rows;

/// <summary>A registered model as it stands in its row, the same in every store.</summary>
public sealed record CatalogRow
{
    /// <summary>See <see cref="CatalogModel.ModelId"/>.</summary>
    public required ModelId ModelId { get; init; }

    /// <summary>See <see cref="CatalogModel.Reference"/>.</summary>
    public required string Reference { get; init; }

    /// <summary>See <see cref="CatalogModel.Digest"/>.</summary>
    public Sha256Digest? Digest { get; init; }

    /// <summary>See <see cref="CatalogModel.SizeBytes"/>.</summary>
    public long? SizeBytes { get; init; }

    /// <summary>See <see cref="CatalogModel.State"/>; by name, so that renumbering can't change a meaning.</summary>
    public required string State { get; init; }

    /// <summary>See <see cref="CatalogModel.RegisteredAt"/>.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>The row of a model.</summary>
    public static byte[] Write(CatalogModel model) => JsonSerializer.SerializeToUtf8Bytes(
        new CatalogRow
        {
            ModelId = model.ModelId,
            Reference = model.Reference.Text,
            Digest = model.Digest,
            SizeBytes = model.SizeBytes,
            State = model.State.ToString(),
            RegisteredAt = model.RegisteredAt,
        },
        RowJsonContext.Default.CatalogRow);

    /// <summary>The model of a row.</summary>
    public static CatalogModel Read(ReadOnlySpan<byte> json)
    {
        CatalogRow row = JsonSerializer.Deserialize(json, RowJsonContext.Default.CatalogRow)
            ?? throw new JsonException("it is no model");
        return new CatalogModel
        {
            ModelId = row.ModelId,
            Reference = ModelReference.Parse(row.Reference).Reference
                ?? throw new InvalidOperationException($"the reference of {row.ModelId} in the store is none"),
            Digest = row.Digest,
            SizeBytes = row.SizeBytes,
            State = Enum.Parse<ModelState>(row.State),
            RegisteredAt = row.RegisteredAt,
        };
    }
}
