using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Catalog;
using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Postgres.Database;
using LlamaOrch.Storage.Rows;
using Npgsql;

namespace LlamaOrch.Storage.Postgres.Catalog;

/// <summary>The catalog in PostgreSQL.</summary>
/// <param name="database">The database.</param>
public sealed class PostgresCatalogStore(PostgresDatabase database) : ICatalogStore
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CatalogModel>> ReadAllAsync(CancellationToken cancellationToken) =>
        [.. (await database.QueryAsync("SELECT document, model_id FROM llorch_models", Row, [], cancellationToken))
            .OfType<CatalogModel>()];

    /// <inheritdoc/>
    public async ValueTask SaveAsync(CatalogModel model, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            "INSERT INTO llorch_models (model_id, document) VALUES ($1, $2)"
            + " ON CONFLICT (model_id) DO UPDATE SET document = excluded.document",
            [model.ModelId.Value, CatalogRow.Write(model)],
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(ModelId modelId, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            "DELETE FROM llorch_models WHERE model_id = $1", [modelId.Value], cancellationToken);

    private CatalogModel? Row(NpgsqlDataReader row) =>
        database.Rows.Read(RowKind.Model, () => row.GetString(1), () => CatalogRow.Read((byte[])row[0]));
}
