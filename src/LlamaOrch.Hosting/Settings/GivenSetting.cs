namespace LlamaOrch.Hosting.Settings;

/// <summary>A value that somebody gave, and where.</summary>
/// <param name="Key">The setting's path, its parts separated by colons: <c>pools:0:slots</c>.</param>
/// <param name="Value">The value as it was written.</param>
/// <param name="Origin">
/// Where: an environment variable, a file with a line, or an argument; shown with every problem.
/// </param>
internal sealed record GivenSetting(string Key, string Value, string Origin);
