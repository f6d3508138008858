using LlamaOrch.Contracts.Errors;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Fleet;

namespace LlamaOrch.Core.Placement.Index;

/// <summary>
/// Whether a task that finds no slot now may hope for one. What no pool of the model has is the request's fault; what
/// some pool has that does not take work now is worth another try later.
/// </summary>
internal static class PlacementOutlook
{
    // A node that is called back registers within a second; one that did not answer may still come on its own.
    private const long ExpectedRetryMs = 1_000;
    private const long MissingRetryMs = 10_000;

    /// <summary>Why no pool will do; null when it is worth to wait.</summary>
    public static PlacementRefusal? Refuse(PlacementIndex index, FleetSnapshot fleet, in PlacementRequest request)
    {
        PoolBoard board = index.Board;
        if (fleet.Catalog.IsRetired(request.Model))
            return Retired(request.Model);
        bool mayWait = request.WaitsForNodes && fleet.Expects(request.Model);
        if (board.Candidates.IsEmpty)
            return mayWait ? null : NotServed(request.Model, fleet);

        (int suiting, int waitable, int all) = (0, 0, 0);
        foreach (ShapeTree shape in board.Shapes)
        {
            all += shape.Waitable;
            if (!index.Suits(shape, request))
                continue;
            suiting++;
            waitable += shape.Waitable;
        }

        if (all == 0)
            return mayWait ? null : NotReady(request);
        if (suiting == 0)
            return NothingSuits(board, request);
        if (request.Preferences is PlacementPreferences wanted && Named(wanted, index, request) is { } refusal)
            return refusal;
        return waitable > 0 ? null : NotReady(request);
    }

    /// <summary>Why a model that is retired or that no pool serves is refused.</summary>
    public static PlacementRefusal NotServed(ModelId model, FleetSnapshot fleet)
    {
        if (fleet.Catalog.IsRetired(model))
            return Retired(model);
        if (fleet.Remembers(model))
        {
            return new(
                ErrorCode.PoolUnready,
                $"The nodes that serve the model '{model}' are not back after a restart: try again shortly.",
                RetryAfterMs: fleet.Expects(model) ? ExpectedRetryMs : MissingRetryMs);
        }

        return fleet.IsStaged(model)
            ? new(
                ErrorCode.PoolUnready,
                $"The model '{model}' is staged on a node, but no pool serves it yet: try again shortly.")
            : new(ErrorCode.ModelNotAvailable, $"No node serves the model '{model}': see GET /v1/models.");
    }

    private static PlacementRefusal Retired(ModelId model) => new(
        ErrorCode.ModelNotAvailable, $"The model '{model}' is retired and takes no new tasks: see GET /v1/models.");

    private static PlacementRefusal NotReady(in PlacementRequest request) => new(
        ErrorCode.PoolUnready, $"The pools of model '{request.Model}' are not ready: try again shortly.");

    /// <summary>No pool has what the task wants, ready or not: which wish is it?</summary>
    private static PlacementRefusal NothingSuits(PoolBoard board, in PlacementRequest request)
    {
        int contextMax = 0;
        bool hasEngine = false;
        bool hasDevices = false;
        foreach (ShapeTree shape in board.Shapes)
        {
            int context = shape.Sample.ContextTokens;
            contextMax = Math.Max(contextMax, context == 0 ? int.MaxValue : context);
            hasEngine |= request.Engine is null || shape.Sample.Engine == request.Engine;
            hasDevices |= request.Preferences?.DeviceMask is not string mask || shape.Sample.DeviceMask == mask;
        }

        if (request.ContextTokens > contextMax)
        {
            return request.PromptTokensMin > contextMax
                ? new(
                    ErrorCode.InvalidParams,
                    $"The prompt has at least {request.PromptTokensMin} tokens, the model's context {contextMax}.",
                    PlacementRefusal.PromptField)
                : new(
                    ErrorCode.InvalidParams,
                    $"A context of {request.ContextTokens} tokens is asked for, the model's largest is {contextMax}.",
                    "ctx");
        }

        if (!hasEngine)
        {
            return new(
                ErrorCode.InvalidParams,
                $"No pool of model '{request.Model}' has the engine {request.Engine}.",
                "engine");
        }

        return hasDevices
            ? new(
                ErrorCode.InvalidParams,
                $"No pool of model '{request.Model}' has engine, context and devices as asked together.")
            : new(
                ErrorCode.InvalidParams,
                $"No pool of model '{request.Model}' is on the devices '{request.Preferences!.DeviceMask}'.",
                "placement.device_mask");
    }

    private static PlacementRefusal? Named(
        PlacementPreferences wanted, PlacementIndex index, in PlacementRequest request)
    {
        if (wanted is { Pin: PoolId pin, AllowFallback: false })
        {
            if (index.Board.IndexOf(pin) < 0)
            {
                return new(
                    ErrorCode.InvalidParams,
                    $"The pinned pool {pin} is none that serves the model '{request.Model}'.",
                    "placement.pin");
            }

            return IsWorthIt(pin, index, request)
                ? null
                : new(ErrorCode.PoolUnready, $"The pinned pool {pin} takes no such work now: try again shortly.");
        }

        if (wanted is { Prefer.Count: > 0, AllowFallback: false })
        {
            for (int at = 0; at < wanted.Prefer.Count; at++)
            {
                if (IsWorthIt(wanted.Prefer[at], index, request))
                    return null;
            }

            return new(ErrorCode.PoolUnready, "None of the preferred pools takes such work now: try again shortly.");
        }

        return wanted.Avoid.Count > 0 && AllAreAvoided(wanted.Avoid, index, request)
            ? new(ErrorCode.PoolUnready, "Every pool that would do is to be avoided: try again later or avoid fewer.")
            : null;
    }

    private static bool IsWorthIt(PoolId poolId, PlacementIndex index, in PlacementRequest request)
    {
        int at = index.Board.IndexOf(poolId);
        return at >= 0
            && index.Board.Candidates[at].Pool.WorthWaitingFor
            && index.Suits(index.Board.ShapeOf(at), request)
            && index.Board.Rules.RejectedByTask(index.Board.Candidates[at], request) == PlacementRules.Admitted;
    }

    private static bool AllAreAvoided(IReadOnlyList<PoolId> avoided, PlacementIndex index, in PlacementRequest request)
    {
        int waitable = 0;
        foreach (ShapeTree shape in index.Board.Shapes)
            waitable += index.Suits(shape, request) ? shape.Waitable : 0;
        for (int at = 0; at < avoided.Count; at++)
        {
            int pool = index.Board.IndexOf(avoided[at]);
            if (pool >= 0
                && index.Board.Candidates[pool].Pool.WorthWaitingFor
                && index.Suits(index.Board.ShapeOf(pool), request)
                && IsFirstOf(avoided, at))
                waitable--;
        }

        return waitable == 0;
    }

    private static bool IsFirstOf(IReadOnlyList<PoolId> pools, int at)
    {
        for (int before = 0; before < at; before++)
        {
            if (pools[before] == pools[at])
                return false;
        }

        return true;
    }
}
