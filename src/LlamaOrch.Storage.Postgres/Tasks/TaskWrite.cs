using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Tasks;

namespace LlamaOrch.Storage.Postgres.Tasks;

/// <summary>One write to the journal.</summary>
internal abstract record TaskWrite
{
    private TaskWrite()
    {
    }

    /// <summary>A new life of the control plane.</summary>
    internal sealed record BeginLife : TaskWrite;

    /// <summary>A task is taken.</summary>
    internal sealed record Accept(JournaledTask Task) : TaskWrite;

    /// <summary>Tokens may be seen.</summary>
    internal sealed record Deliver(TaskId TaskId) : TaskWrite;

    /// <summary>A task has its end.</summary>
    internal sealed record End(TaskId TaskId, TaskOutcome Outcome) : TaskWrite;
}
