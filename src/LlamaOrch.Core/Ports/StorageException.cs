namespace LlamaOrch.Core.Ports;

/// <summary>
/// The store could not do what it was asked: its disk is full, its server is away, or too much waits for it. Whether
/// the write has taken effect may be unknown.
/// </summary>
/// <param name="message">One sentence.</param>
/// <param name="innerException">What the store said; for the log only.</param>
public class StorageException(string message, Exception? innerException = null)
    : Exception(message, innerException);
