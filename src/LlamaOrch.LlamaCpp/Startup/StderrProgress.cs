namespace LlamaOrch.LlamaCpp.Startup;

/// <summary>
/// Progress as lines on stderr, in order and at once (the framework's own posts to the thread pool).
/// </summary>
internal sealed class StderrProgress : IProgress<string>
{
    /// <inheritdoc/>
    public void Report(string value) => Console.Error.WriteLine(value);
}
