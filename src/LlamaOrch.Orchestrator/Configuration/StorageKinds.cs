namespace LlamaOrch.Orchestrator.Configuration;

/// <summary>The values of <c>storage</c>.</summary>
internal static class StorageKinds
{
    /// <summary>A file in the data directory.</summary>
    public const string Sqlite = "sqlite";

    /// <summary>A PostgreSQL database.</summary>
    public const string Postgres = "postgres";
}
