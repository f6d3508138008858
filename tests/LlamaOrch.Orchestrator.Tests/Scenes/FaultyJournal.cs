using LlamaOrch.Contracts.Ids;
using LlamaOrch.Core.Ports;
using LlamaOrch.Core.Tasks;

namespace LlamaOrch.Orchestrator.Tests.Scenes;

/// <summary>A journal whose disk can be full.</summary>
internal sealed class FaultyJournal(ITaskJournal whole) : ITaskJournal
{
    /// <summary>What a defective one says.</summary>
    public const string Defect = "a defect of the test's journal";

    private volatile bool isFull;

    /// <summary>Whether nothing can be written.</summary>
    public bool IsFull
    {
        get => isFull;
        set => isFull = value;
    }

    /// <summary>Whether it fails by a defect of its own when a task is taken.</summary>
    public bool IsDefective { get; set; }

    public ValueTask<IReadOnlyList<JournaledTask>> RecoverAsync(CancellationToken cancellationToken) =>
        whole.RecoverAsync(cancellationToken);

    public ValueTask AcceptAsync(JournaledTask task) => IsDefective
        ? throw new InvalidOperationException(Defect)
        : IsFull ? Full() : whole.AcceptAsync(task);

    public ValueTask MarkDeliveredAsync(TaskId taskId) => IsFull ? Full() : whole.MarkDeliveredAsync(taskId);

    public ValueTask EndAsync(TaskId taskId, TaskOutcome outcome) =>
        IsFull ? Full() : whole.EndAsync(taskId, outcome);

    public ValueTask<JournaledTask?> FindAsync(TaskId taskId, CancellationToken cancellationToken) =>
        whole.FindAsync(taskId, cancellationToken);

    public ValueTask<IReadOnlyList<JournaledTask>> NewestEndedAsync(int count, CancellationToken cancellationToken) =>
        whole.NewestEndedAsync(count, cancellationToken);

    private static ValueTask Full() => ValueTask.FromException(new StorageException("The disk is full."));
}
