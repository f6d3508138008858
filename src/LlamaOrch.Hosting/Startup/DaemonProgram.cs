namespace LlamaOrch.Hosting.Startup;

/// <summary>A daemon as a program: its name, and the answers that need nothing else to run.</summary>
/// <param name="Name">The program's name.</param>
/// <param name="Usage">What <c>--help</c> prints.</param>
/// <param name="OpenFilesMin">How many files and connections it must be able to have at once.</param>
public sealed record DaemonProgram(string Name, string Usage, int OpenFilesMin)
{
    // One word on its own can't be a setting, so these need no dashes.
    private static readonly string[] HelpWords = ["help", "version"];

    /// <summary>
    /// The answer to arguments that ask for help or for the version, wherever they stand; null when they do not.
    /// </summary>
    public string? Answer(IReadOnlyList<string> args)
    {
        string? word = args.FirstOrDefault(argument => argument is "--help" or "-h" or "-?" or "--version");
        if (word is null && args.Count == 1 && HelpWords.Contains(args[0]))
            word = args[0];
        return word switch
        {
            null => null,
            "--version" or "version" => $"{Name} {Version}{Environment.NewLine}",
            _ => Usage,
        };
    }

    private static string Version => typeof(DaemonProgram).Assembly.GetName().Version!.ToString(3);
}
