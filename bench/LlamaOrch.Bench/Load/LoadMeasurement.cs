using LlamaOrch.Bench.Processes;

namespace LlamaOrch.Bench.Load;

/// <summary>What a run has found.</summary>
/// <param name="Seen">What the workers saw.</param>
/// <param name="Aborts">What the engine saw of aborts; null when not asked.</param>
/// <param name="RequestBytes">Length of a request, head included.</param>
/// <param name="MachineBusy">Processor time of everything on the machine within the window.</param>
/// <param name="Processes">What each measured process used within the window.</param>
internal sealed record LoadMeasurement(
    LoadRecorder Seen,
    AbortAccount? Aborts,
    int RequestBytes,
    TimeSpan MachineBusy,
    IReadOnlyDictionary<string, ProcessUse> Processes);
