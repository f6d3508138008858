namespace LlamaOrch.Client.Overview;

/// <summary>A model's queue at a glance.</summary>
/// <param name="Model">The model.</param>
/// <param name="Interactive">Interactive tasks that wait.</param>
/// <param name="Batch">Batch tasks that wait.</param>
/// <param name="OldestSeconds">For how long the oldest waits; null where the control plane does not tell.</param>
public sealed record QueueRow(string Model, int Interactive, int Batch, double? OldestSeconds)
{
    /// <summary>Tasks that wait.</summary>
    public int Waiting => Interactive + Batch;
}
