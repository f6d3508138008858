namespace LlamaOrch.Core.Ports;

/// <summary>
/// Is told of rows that a store can't read. Such a row stays where it is and is left out of every answer: what can be
/// read is served. May be called by several threads, and again for the same row.
/// </summary>
public interface IUnreadableRows
{
    /// <summary>A row is set aside.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="key">Its key.</param>
    /// <param name="why">What is wrong with it.</param>
    void SetAside(RowKind kind, string key, Exception why);
}
