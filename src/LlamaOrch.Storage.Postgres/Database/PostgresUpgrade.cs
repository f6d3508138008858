using LlamaOrch.Contracts.Processes;
using Npgsql;

namespace LlamaOrch.Storage.Postgres.Database;

/// <summary>Brings a database up to this version.</summary>
internal static class PostgresUpgrade
{
    /// <summary>Runs the steps that are missing, each in a transaction.</summary>
    /// <exception cref="StartupException">The database is of a newer version.</exception>
    public static void Run(OwnerSession owner)
    {
        owner.CommitUnchecked(batch => Add(
            batch,
            "CREATE TABLE IF NOT EXISTS llorch_schema (one boolean PRIMARY KEY DEFAULT true, version integer NOT NULL)",
            "INSERT INTO llorch_schema (version) VALUES (0) ON CONFLICT DO NOTHING"));
        int version = owner.Scalar<int>("SELECT version FROM llorch_schema");
        if (version > PostgresSchema.Steps.Count)
        {
            throw new StartupException(
                ExitCode.StorageUnusable,
                $"The database is of a newer version ({version}, this program knows {PostgresSchema.Steps.Count}):"
                + " start that version, or choose another database with postgres_url.");
        }

        for (int step = version; step < PostgresSchema.Steps.Count; step++)
        {
            int next = step + 1;
            string[] statements = PostgresSchema.Steps[step].Split(
                ';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
            owner.CommitUnchecked(batch => Add(batch, [.. statements, $"UPDATE llorch_schema SET version = {next}"]));
        }
    }

    private static void Add(NpgsqlBatch batch, params string[] statements)
    {
        foreach (string statement in statements)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(statement));
    }
}
