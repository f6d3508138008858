namespace LlamaOrch.Core.Ports;

/// <summary>
/// Whether this process still owns its store. Opening a store raises its epoch, and every write checks that the epoch
/// is still the one that its process raised: of two control planes on one store only the later one can write.
/// </summary>
public interface IStoreOwnership
{
    /// <summary>
    /// Asks the store who owns it; writes nothing. Blocks for as long as the store takes, within its timeout.
    /// </summary>
    /// <exception cref="StorageLostException">Another process has taken it.</exception>
    /// <exception cref="StorageException">The store can't tell, or refuses writes of this process.</exception>
    void Prove();
}
