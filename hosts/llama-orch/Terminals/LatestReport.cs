namespace LlamaOrch.Cli.Terminals;

/// <summary>Keeps the newest report for the next plain line.</summary>
internal sealed class LatestReport : IProgress<string>
{
    private volatile string suffix = string.Empty;

    /// <summary>The newest report as the end of a line; empty while there is none.</summary>
    public string Suffix => suffix;

    /// <inheritdoc/>
    public void Report(string value) => suffix = $" ({value})";
}
