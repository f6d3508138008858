using LlamaOrch.Core.Scheduling;

namespace LlamaOrch.Orchestrator.Configuration;

/// <summary>The names of <see cref="QueuePolicy"/> in settings, errors and metrics.</summary>
internal static class QueuePolicies
{
    public const string Reject = "reject";
    public const string DropLru = "drop-lru";

    /// <summary>The policy of a name; null when there is none.</summary>
    public static QueuePolicy? Parse(string name) => name switch
    {
        Reject => QueuePolicy.Reject,
        DropLru => QueuePolicy.DropLru,
        _ => null,
    };
}
