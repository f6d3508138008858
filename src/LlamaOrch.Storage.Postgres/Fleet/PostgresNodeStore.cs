using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Postgres.Database;
using LlamaOrch.Storage.Rows;
using Npgsql;

namespace LlamaOrch.Storage.Postgres.Fleet;

/// <summary>Who is in the fleet, in PostgreSQL.</summary>
/// <param name="database">The database.</param>
public sealed class PostgresNodeStore(PostgresDatabase database) : INodeStore
{
    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<StoredNode>> ReadAllAsync(CancellationToken cancellationToken) =>
        [.. (await database.QueryAsync("SELECT document, node_id FROM llorch_nodes", Row, [], cancellationToken))
            .OfType<StoredNode>()];

    /// <inheritdoc/>
    public async ValueTask SaveAsync(IReadOnlyList<StoredNode> nodes, CancellationToken cancellationToken) =>
        // One statement, whatever the number of nodes: it is all done or nothing.
        await database.ExecuteAsync(
            "INSERT INTO llorch_nodes (node_id, document) SELECT * FROM unnest($1::text[], $2::bytea[])"
            + " ON CONFLICT (node_id) DO UPDATE SET document = excluded.document",
            [nodes.Select(node => node.NodeId.Value).ToArray(), nodes.Select(NodeRows.Write).ToArray()],
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(IReadOnlyList<NodeId> nodeIds, CancellationToken cancellationToken) =>
        await database.ExecuteAsync(
            "DELETE FROM llorch_nodes WHERE node_id = ANY($1)",
            [nodeIds.Select(nodeId => nodeId.Value).ToArray()],
            cancellationToken);

    private StoredNode? Row(NpgsqlDataReader row) =>
        database.Rows.Read(RowKind.Node, () => row.GetString(1), () => NodeRows.Read((byte[])row[0]));
}
