using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;
using LlamaOrch.Core.Ports;
using LlamaOrch.Storage.Rows;
using LlamaOrch.Storage.Sqlite.Database;
using Microsoft.Data.Sqlite;

namespace LlamaOrch.Storage.Sqlite.Fleet;

/// <summary>Who is in the fleet, in SQLite.</summary>
/// <param name="database">The database.</param>
public sealed class SqliteNodeStore(SqliteDatabase database) : INodeStore
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StoredNode>> ReadAllAsync(CancellationToken cancellationToken) =>
        new([.. database.Read(session => session.Query("SELECT document, node_id FROM nodes", Row))
            .OfType<StoredNode>()]);

    /// <inheritdoc/>
    public ValueTask SaveAsync(IReadOnlyList<StoredNode> nodes, CancellationToken cancellationToken) =>
        new(database.WriteAsync(session =>
        {
            foreach (StoredNode node in nodes)
            {
                session.Run(
                    "INSERT INTO nodes (node_id, document) VALUES ($1, $2)"
                    + " ON CONFLICT (node_id) DO UPDATE SET document = excluded.document",
                    node.NodeId.Value,
                    NodeRows.Write(node));
            }
        }));

    /// <inheritdoc/>
    public ValueTask DeleteAsync(IReadOnlyList<NodeId> nodeIds, CancellationToken cancellationToken) =>
        new(database.WriteAsync(session =>
        {
            foreach (NodeId nodeId in nodeIds)
                session.Run("DELETE FROM nodes WHERE node_id = $1", nodeId.Value);
        }));

    private StoredNode? Row(SqliteDataReader row) =>
        database.Rows.Read(RowKind.Node, () => row.GetString(1), () => NodeRows.Read((byte[])row[0]));
}
