namespace LlamaOrch.Core.Ports;

/// <summary>
/// Another control plane has taken the store since this one opened it. Nothing of this process is ever written again,
/// so it has to stop: what it still runs belongs to its successor.
/// </summary>
/// <param name="message">One sentence.</param>
public sealed class StorageLostException(string message) : StorageException(message);
