using LlamaOrch.Simulation.Tests.World;

namespace LlamaOrch.Simulation.Tests.Actors.Store;

/// <summary>A write that is not on disk yet.</summary>
internal sealed class PendingWrite(SimulatedProcess writer, Action apply)
{
    private readonly int life = writer.Life;

    /// <summary>Whether the disk took it.</summary>
    public TaskCompletionSource<bool> Done { get; } = new();

    /// <summary>It is on disk.</summary>
    public void Apply() => apply();

    /// <summary>Tells whoever wrote it, when that lives still.</summary>
    public void Tell(bool taken)
    {
        if (writer.Life == life && writer.IsUp)
            writer.Post(() => Done.SetResult(taken));
    }
}
