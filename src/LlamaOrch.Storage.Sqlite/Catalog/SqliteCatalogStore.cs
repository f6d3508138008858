using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Catalog;
using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Rows;
using LlamaOrch.Storage.Sqlite.Database;
using Microsoft.Data.Sqlite;

namespace LlamaOrch.Storage.Sqlite.Catalog;

/// <summary>The catalog in SQLite.</summary>
/// <param name="database">The database.</param>
public sealed class SqliteCatalogStore(SqliteDatabase database) : ICatalogStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CatalogModel>> ReadAllAsync(CancellationToken cancellationToken) =>
        new([.. database.Read(session => session.Query("SELECT document, model_id FROM models", Row))
            .OfType<CatalogModel>()]);

    /// <inheritdoc/>
    public ValueTask SaveAsync(CatalogModel model, CancellationToken cancellationToken)
    {
        byte[] document = CatalogRow.Write(model);
        return new(database.WriteAsync(session => session.Run(
            "INSERT INTO models (model_id, document) VALUES ($1, $2)"
            + " ON CONFLICT (model_id) DO UPDATE SET document = excluded.document",
            model.ModelId.Value,
            document)));
    }

    /// <inheritdoc/>
    public ValueTask DeleteAsync(ModelId modelId, CancellationToken cancellationToken) =>
        new(database.WriteAsync(session => session.Run("DELETE FROM models WHERE model_id = $1", modelId.Value)));

    private CatalogModel? Row(SqliteDataReader row) =>
        database.Rows.Read(RowKind.Model, () => row.GetString(1), () => CatalogRow.Read((byte[])row[0]));
}
