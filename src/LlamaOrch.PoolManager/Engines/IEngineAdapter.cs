namespace LlamaOrch.PoolManager.Engines;

/// <summary>How one kind of engine is asked for its health and for what it serves.</summary>
internal interface IEngineAdapter
{
    /// <summary>Asks; whatever the engine does is an answer, never an exception.</summary>
    /// <param name="engine">Where it is and what its handoff file says.</param>
    /// <param name="known">
    /// What it is known to serve already, so that only its health is asked for; null to ask for all.
    /// </param>
    /// <param name="cancellationToken">Nobody waits for the answer any more.</param>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    Task<EngineProbe> ProbeAsync(
        EngineAttachment engine, EngineProperties? known, CancellationToken cancellationToken);
}
