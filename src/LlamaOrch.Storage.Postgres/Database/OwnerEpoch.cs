using LlamaOrch.Core.Ports;
using Npgsql;

namespace LlamaOrch.Storage.Postgres.Database;

/// <summary>
/// The epoch that this process raised when it took the database. Each transaction that writes checks it first, so a
/// process that lost the database can't write to it, not even after its successor has stopped.
/// </summary>
internal sealed class OwnerEpoch
{
    // Two epochs may have one number when an older copy of the database was restored in between; the holder tells.
    private readonly string holder = Guid.NewGuid().ToString("N");
    private long number;

    /// <summary>Why nothing is written any more; null while this process owns the database.</summary>
    public StorageLostException? Lost { get; private set; }

    /// <summary>Raises the epoch; waits for transactions that have checked the epoch before.</summary>
    public void Raise(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(
            "UPDATE llorch_owner SET epoch = epoch + 1, holder = $1 RETURNING epoch", connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = holder } },
        };
        number = (long)command.ExecuteScalar()!;
    }

    /// <summary>
    /// A statement that fails unless the epoch is still this one, and keeps others from raising it until its
    /// transaction ends. It fails by dividing by zero: no other statement of ours divides.
    /// </summary>
    public NpgsqlBatchCommand Check() => With(new NpgsqlBatchCommand(
        "SELECT 1 / count(*) FROM (SELECT FROM llorch_owner WHERE epoch = $1 AND holder = $2 FOR SHARE) AS mine"));

    /// <summary>Whether the epoch is still this one; always true before it is raised.</summary>
    public bool IsCurrent(NpgsqlConnection connection)
    {
        if (number == 0)
            return true;
        using var command = new NpgsqlCommand(
            "SELECT count(*) FROM llorch_owner WHERE epoch = $1 AND holder = $2", connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = holder });
        return (long)command.ExecuteScalar()! == 1;
    }

    /// <summary>Whether a transaction has failed by <see cref="Check"/>.</summary>
    public static bool Failed(Exception failure) =>
        failure is PostgresException { SqlState: PostgresErrorCodes.DivisionByZero };

    /// <summary>Remembers that the database is another process's.</summary>
    public StorageLostException Lose() => Lost ??= new StorageLostException(
        "Another orchestratord has taken the database since this one opened it: this one must stop.");

    private NpgsqlBatchCommand With(NpgsqlBatchCommand command)
    {
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = number });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = holder });
        return command;
    }
}
