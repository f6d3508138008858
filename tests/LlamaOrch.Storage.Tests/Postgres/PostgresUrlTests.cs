using LlamaOrch.Storage.Postgres.Database;
using Npgsql;
using Xunit;

namespace LlamaOrch.Storage.Tests.Postgres;

[Trait("lane", "unit")]
public sealed class PostgresUrlTests
{
    [Theory]
    [InlineData("postgres://me:p%40ss@db.example:6543/orch?SSL Mode=Require")]
    [InlineData("postgresql://me:p%40ss@db.example:6543/orch?SSL%20Mode=Require")]
    [InlineData("Host=db.example;Port=6543;Username=me;Password=p@ss;Database=orch;SSL Mode=Require")]
    public void Both_forms_say_the_same_as_Npgsql_reads_it(string address)
    {
        NpgsqlConnectionStringBuilder read = PostgresUrl.Read(address);

        Assert.Equal(
            ("db.example", 6543, "me", "p@ss", "orch", SslMode.Require),
            (read.Host, read.Port, read.Username, read.Password, read.Database, read.SslMode));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Database=orch")]
    [InlineData("Host")]
    [InlineData("Host=a;Port=many")]
    [InlineData("postgres:///orch")]
    public void What_names_no_server_is_none(string? address) => Assert.False(PostgresUrl.IsValid(address));
}
