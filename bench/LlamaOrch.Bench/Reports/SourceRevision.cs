using System.Diagnostics;

namespace LlamaOrch.Bench.Reports;

/// <summary>Which code was measured.</summary>
internal static class SourceRevision
{
    /// <summary>
    /// The commit checked out here, with <c>+</c> when files differ from it; <c>unknown</c> outside a clone.
    /// </summary>
    public static string Current()
    {
        string commit = Git("rev-parse", "--short=12", "HEAD");
        if (commit.Length == 0)
            return "unknown";
        return Git("status", "--porcelain", "--untracked-files=no").Length == 0 ? commit : commit + "+";
    }

    private static string Git(params string[] arguments)
    {
        try
        {
            var start = new ProcessStartInfo("git", arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = AppContext.BaseDirectory,
            };
            using Process git = Process.Start(start)!;
            string text = git.StandardOutput.ReadToEnd().Trim();
            git.WaitForExit();
            return git.ExitCode == 0 ? text : "";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // No git on this machine.
            return "";
        }
    }
}
