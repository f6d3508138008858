using Npgsql;

namespace LlamaOrch.Storage.Postgres.Database;

/// <summary>
/// Where the database is: <c>postgres://user:password@host:5432/database</c>, or <c>Host=…;Database=…</c> as Npgsql
/// writes it.
/// </summary>
public static class PostgresUrl
{
    private const int DefaultPort = 5432;

    /// <summary>Whether text is such an address; it is never shown, since a password may be in it.</summary>
    public static bool IsValid(string? text) => TryRead(text) is not null;

    /// <summary>The address in Npgsql's form.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    internal static NpgsqlConnectionStringBuilder Read(string text) =>
        TryRead(text) ?? throw new FormatException("The address of the PostgreSQL database can't be read.");

    private static NpgsqlConnectionStringBuilder? TryRead(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        try
        {
            NpgsqlConnectionStringBuilder read =
                Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && url.Scheme is "postgres" or "postgresql"
                    ? FromUrl(url)
                    : new NpgsqlConnectionStringBuilder(text);
            return string.IsNullOrEmpty(read.Host) ? null : read;
        }
        catch (Exception malformed) when (malformed is ArgumentException or FormatException)
        {
            return null;
        }
    }

    private static NpgsqlConnectionStringBuilder FromUrl(Uri url)
    {
        string[] user = url.UserInfo.Split(':', 2);
        // What follows the question mark are Npgsql's own settings: ?SSL Mode=Require
        var read = new NpgsqlConnectionStringBuilder(Uri.UnescapeDataString(url.Query.TrimStart('?')).Replace('&', ';'))
        {
            Host = url.Host,
            Port = url.IsDefaultPort || url.Port < 0 ? DefaultPort : url.Port,
        };
        if (url.AbsolutePath.Length > 1)
            read.Database = Uri.UnescapeDataString(url.AbsolutePath[1..]);
        if (user[0].Length > 0)
            read.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1)
            read.Password = Uri.UnescapeDataString(user[1]);
        return read;
    }
}
