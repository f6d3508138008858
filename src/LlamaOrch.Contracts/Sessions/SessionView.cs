using LlamaOrch.Contracts.Ids;

namespace LlamaOrch.Contracts.Sessions;

/// <summary>A session as <c>GET /v2/sessions/{id}</c> shows it.</summary>
public sealed record SessionView
{
    /// <summary>The session.</summary>
    public required SessionId SessionId { get; init; }

    /// <summary>Turns taken, those that run included.</summary>
    public required int Turns { get; init; }

    /// <summary>Most turns.</summary>
    public required int TurnsMax { get; init; }

    /// <summary>Tasks that run or wait now.</summary>
    public required IReadOnlyList<TaskId> RunningTasks { get; init; }

    /// <summary>Its limits; left out where there is none.</summary>
    public required SessionBudget Budget { get; init; }

    /// <summary>What ended turns have used.</summary>
    public required SessionBudget Spent { get; init; }

    /// <summary>What is kept for the turns that run.</summary>
    public required SessionBudget Reserved { get; init; }

    /// <summary>What is left for another turn; left out where there is no limit.</summary>
    public required SessionBudget Remaining { get; init; }

    /// <summary>The pool of the latest turn.</summary>
    public PoolId? PoolId { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it will be forgotten unless another turn comes; absent while a turn runs.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
