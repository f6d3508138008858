using LlamaOrch.TestKit.Processes;

namespace LlamaOrch.TestKit.Files;

/// <summary>
/// A committed file that the code generates: compared with what the code gives now, or rewritten when the variable
/// <see cref="RewriteVariable"/> is set.
/// </summary>
public static class GeneratedFile
{
    /// <summary>Set to anything: the file is rewritten.</summary>
    public const string RewriteVariable = "LLORCH_REWRITE_GENERATED";

    /// <summary>Compares or rewrites.</summary>
    /// <param name="path">The file, from the repository's root.</param>
    /// <param name="generated">What the code gives.</param>
    /// <param name="command">The command that rewrites it.</param>
    /// <exception cref="InvalidOperationException">They differ; the message says where and what to do.</exception>
    public static void Check(string path, string generated, string command)
    {
        string file = Path.Combine(BuiltHost.Root, path);
        string text = generated.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable(RewriteVariable) is not null)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
            return;
        }

        string committed = File.Exists(file) ? File.ReadAllText(file) : string.Empty;
        if (committed == text)
            return;
        (string? was, string? now) = committed.Split('\n').Zip(text.Split('\n'))
            .FirstOrDefault(lines => lines.First != lines.Second);
        throw new InvalidOperationException(
            $"{path} is not what the code gives: run {command} and commit it. First difference: '{was}', now '{now}'.");
    }
}
