namespace LlamaOrch.Simulation.Tests.World;

/// <summary>
/// The last things that happened. Off while seeds are tried by the thousand: a seed that fails is run again with it on.
/// </summary>
internal sealed class Trace(int lines)
{
    private readonly Queue<string> kept = new();

    /// <summary>Whether anybody will read it.</summary>
    public bool IsOn => lines > 0;

    /// <summary>The lines, oldest first.</summary>
    public IEnumerable<string> Lines => kept;

    /// <summary>Adds a line; the oldest makes room.</summary>
    public void Add(string line)
    {
        kept.Enqueue(line);
        if (kept.Count > lines)
            kept.Dequeue();
    }
}
