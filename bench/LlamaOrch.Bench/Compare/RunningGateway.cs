namespace LlamaOrch.Bench.Compare;

/// <summary>A gateway that runs until it is disposed of.</summary>
/// <param name="Url">Where it answers.</param>
/// <param name="Measured">The processes that do its work, by name; known when it answers.</param>
/// <param name="Children">The processes that were started for it, the first one first.</param>
internal sealed record RunningGateway(
    Uri Url, Func<IReadOnlyDictionary<string, int>> Measured, params ChildProcess[] Children) : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        foreach (ChildProcess child in Children.Reverse())
            await child.DisposeAsync();
    }
}
