using Spectre.Console;

namespace LlamaOrch.Cli.Terminals;

/// <summary>Reports shown beside a spinner.</summary>
internal sealed class StatusProgress(StatusContext status, string what) : IProgress<string>
{
    /// <inheritdoc/>
    public void Report(string value) => status.Status(Markup.Escape($"{what}: {value}"));
}
