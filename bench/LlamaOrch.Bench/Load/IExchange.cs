namespace LlamaOrch.Bench.Load;

/// <summary>What a worker does in each of its turns.</summary>
internal interface IExchange
{
    /// <summary>Asks, reads to the end and records what it saw.</summary>
    /// <param name="connection">The worker's connection.</param>
    /// <param name="start">When the turn was due.</param>
    /// <exception cref="IOException">The connection broke.</exception>
    void Run(LoadConnection connection, long start);
}
