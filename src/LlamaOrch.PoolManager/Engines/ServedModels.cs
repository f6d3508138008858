namespace LlamaOrch.PoolManager.Engines;

/// <summary>The models of one engine beside its first; equal when they are the same in the same order.</summary>
internal sealed class ServedModels(IReadOnlyList<ServedModel> all) : IEquatable<ServedModels>
{
    /// <summary>Most models of one engine that are served; each is a pool of its own in the fleet.</summary>
    public const int ModelsMax = 64;

    /// <summary>No model.</summary>
    public static ServedModels None { get; } = new([]);

    /// <summary>All of them, in the engine's order.</summary>
    public IReadOnlyList<ServedModel> All => all;

    /// <inheritdoc/>
    public bool Equals(ServedModels? other) => other is not null && all.SequenceEqual(other.All);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ServedModels);

    /// <inheritdoc/>
    public override int GetHashCode() => all.Count == 0 ? 0 : HashCode.Combine(all.Count, all[0]);
}
