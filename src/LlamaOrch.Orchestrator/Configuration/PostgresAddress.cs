using LlamaOrch.Storage.Postgres.Database;

namespace LlamaOrch.Orchestrator.Configuration;

/// <summary>Finds the address of the PostgreSQL database, in the settings or in the file that they name.</summary>
internal static class PostgresAddress
{
    /// <summary>The address, or what is wrong with the settings; no message has the address in it.</summary>
    public static (string? Address, string? Problem) Read(OrchestratorOptions options)
    {
        bool isInFile = !string.IsNullOrEmpty(options.PostgresUrlFile);
        if (isInFile != string.IsNullOrEmpty(options.PostgresUrl))
            return (null, "postgres_url: storage=postgres needs either this or postgres_url_file.");
        string key = isInFile ? "postgres_url_file" : "postgres_url";
        try
        {
            string address = isInFile ? File.ReadAllText(options.PostgresUrlFile!).Trim() : options.PostgresUrl!;
            return PostgresUrl.IsValid(address)
                ? (address, null)
                : (null, $"{key}: it is not an address such as postgres://user:password@host:5432/database.");
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            return (null, $"{key}: {unreadable.Message}");
        }
    }
}
