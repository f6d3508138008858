namespace LlamaOrch.Core.Placement;

/// <summary>
/// What a task may wait for. Looks at all pools one by one: asked only for tasks that have failed somewhere, and while
/// some pool rests.
/// </summary>
internal static class PlacementHope
{
    /// <summary>
    /// Whether a pool that does not rest would do for the task sooner or later: it is worth waiting for, busy or not.
    /// </summary>
    public static bool HasAwake(
        ReadOnlySpan<PoolCandidate> candidates, PlacementRules rules, in PlacementRequest request)
    {
        foreach (ref readonly PoolCandidate candidate in candidates)
        {
            if (candidate.Rest == PoolRest.Awake && Suits(candidate, rules, request))
                return true;
        }

        return false;
    }

    /// <summary>Likewise for a pool that does not rest for long.</summary>
    public static bool HasAwakeOrBrief(
        ReadOnlySpan<PoolCandidate> candidates, PlacementRules rules, in PlacementRequest request)
    {
        foreach (ref readonly PoolCandidate candidate in candidates)
        {
            if (candidate.Rest != PoolRest.Extended && Suits(candidate, rules, request))
                return true;
        }

        return false;
    }

    /// <summary>Likewise for any pool, however long it rests.</summary>
    public static bool HasAny(
        ReadOnlySpan<PoolCandidate> candidates, PlacementRules rules, in PlacementRequest request)
    {
        foreach (ref readonly PoolCandidate candidate in candidates)
        {
            if (Suits(candidate, rules, request))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Whether the task may go to a resting pool now: nothing that is awake will do for it, and if it has failed
    /// somewhere, no pause is so short that it should wait for its end.
    /// </summary>
    public static bool MayDisturb(
        ReadOnlySpan<PoolCandidate> candidates, PlacementRules rules, in PlacementRequest request) =>
        request.IsDemanding
        && !(request.Barred is { Count: > 0 }
            ? HasAwakeOrBrief(candidates, rules, request)
            : HasAwake(candidates, rules, request));

    private static bool Suits(in PoolCandidate candidate, PlacementRules rules, in PlacementRequest request) =>
        candidate.Pool.WorthWaitingFor
        && rules.RejectedByShape(candidate, request) == PlacementRules.Admitted
        && rules.RejectedByTask(candidate, request) == PlacementRules.Admitted;
}
