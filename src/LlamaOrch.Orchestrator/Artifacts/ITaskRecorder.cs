namespace LlamaOrch.Orchestrator.Artifacts;

/// <summary>Writes down how tasks ended.</summary>
internal interface ITaskRecorder
{
    /// <summary>
    /// Takes a task whose end is known. Returns at once and never fails: a record that can't be written is counted and
    /// logged.
    /// </summary>
    void Record(FinishedTask task);
}
