using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Sessions;
using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Invariants;

/// <summary>
/// No session spends more than its budget: neither by the control plane's books, nor by the tokens that its readers
/// have in hand.
/// </summary>
internal sealed class BudgetHistory(SimulatedWorld world, SessionLimits limits)
{
    private readonly Dictionary<SessionId, Dictionary<TaskId, long>> seen = [];
    private readonly HashSet<TaskId> cutOff = [];

    /// <summary>A session's books have changed.</summary>
    public void Check(SessionId session, SessionState state)
    {
        if (state.Committed.Tokens > state.Limits.Budget.Tokens)
        {
            world.Break(
                $"{session} has {state.Committed.Tokens} tokens spent or reserved of {state.Limits.Budget.Tokens}");
        }

        if (state.Turns > state.Limits.TurnsMax || state.Reserved.Count > state.Limits.TurnsMax)
            world.Break($"{session} has {state.Turns} turns of {state.Limits.TurnsMax}");
    }

    /// <summary>A kill has cut a task's answer off: how far it was nobody knows, and it is not charged.</summary>
    public void CutOff(TaskId task) => cutOff.Add(task);

    /// <summary>A reader has a token that it did not have.</summary>
    public void TokenSeen(SessionId session, TaskId task)
    {
        if (!seen.TryGetValue(session, out Dictionary<TaskId, long>? byTask))
            seen[session] = byTask = [];
        byTask[task] = byTask.GetValueOrDefault(task) + 1;
        long tokens = byTask.Where(answer => !cutOff.Contains(answer.Key)).Sum(answer => answer.Value);
        if (tokens > limits.Budget.Tokens)
            world.Break($"readers of {session} have {tokens} tokens, its budget is {limits.Budget.Tokens}");
    }
}
