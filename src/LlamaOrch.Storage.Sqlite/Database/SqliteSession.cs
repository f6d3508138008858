using Microsoft.Data.Sqlite;

namespace LlamaOrch.Storage.Sqlite.Database;

/// <summary>One connection with its prepared statements; for one thread at a time.</summary>
/// <param name="connection">An open connection, owned from here on.</param>
public sealed class SqliteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> prepared = new(StringComparer.Ordinal);

    /// <summary>
    /// Runs a statement that returns no rows; its parameters are <c>$1</c>, <c>$2</c> and so on. The statement stays
    /// prepared, so its text must be a constant.
    /// </summary>
    /// <returns>How many rows it changed.</returns>
    public int Run(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values).ExecuteNonQuery();

    /// <summary>Runs a query and reads each row of its result.</summary>
    public List<TRow> Query<TRow>(string sql, Func<SqliteDataReader, TRow> read, params ReadOnlySpan<object?> values)
    {
        using SqliteDataReader reader = Prepare(sql, values).ExecuteReader();
        var rows = new List<TRow>();
        while (reader.Read())
            rows.Add(read(reader));
        return rows;
    }

    /// <summary>The first column of the first row; null when there is no row or it is null.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> values) =>
        Prepare(sql, values).ExecuteScalar() is object value and not DBNull ? value : null;

    /// <summary>Ends the connection.</summary>
    public void Dispose()
    {
        foreach (SqliteCommand command in prepared.Values)
            command.Dispose();
        connection.Dispose();
    }

    private SqliteCommand Prepare(string sql, ReadOnlySpan<object?> values)
    {
        if (!prepared.TryGetValue(sql, out SqliteCommand? command))
        {
            command = connection.CreateCommand();
            command.CommandText = sql;
            for (int index = 1; index <= values.Length; index++)
                command.Parameters.Add(new SqliteParameter { ParameterName = $"${index}" });
            prepared.Add(sql, command);
        }

        for (int index = 0; index < values.Length; index++)
            command.Parameters[index].Value = values[index] ?? DBNull.Value;
        return command;
    }
}
