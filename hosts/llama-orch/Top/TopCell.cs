using Spectre.Console;

namespace LlamaOrch.Cli.Top;

/// <summary>A cell of a frame.</summary>
/// <param name="Text">What stands in it.</param>
/// <param name="Style">How it looks; null for plain.</param>
internal sealed record TopCell(string Text, Style? Style = null);
