namespace LlamaOrch.Orchestrator.Dispatch;

/// <summary>What a failed attempt says of its pool.</summary>
internal enum PoolFault
{
    /// <summary>The node can't be reached, broke off or takes no work: the fleet asks it at once.</summary>
    Unreachable,

    /// <summary>The engine can't answer now (502, 503, 504).</summary>
    NotNow,

    /// <summary>The engine has too much to do (429), or does not let the node in.</summary>
    Unwilling,

    /// <summary>
    /// The engine failed with this request (500), or does not know its route (404). It may be the request's fault, so
    /// it counts against the pool only when another pool answers the same request.
    /// </summary>
    Doubtful,
}
