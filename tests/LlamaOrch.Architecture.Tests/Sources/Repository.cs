using System.Diagnostics;

namespace LlamaOrch.Architecture.Tests.Sources;

/// <summary>The files of this repository, as git knows them: what it ignores is nobody's work.</summary>
internal static class Repository
{
    private static readonly Lazy<IReadOnlyList<string>> AllPaths = new(
        () => [.. Git("ls-files", "--cached", "--others", "--exclude-standard").Where(path => File.Exists(At(path)))]);

    private static readonly Lazy<IReadOnlyList<SourceFile>> AllSources = new(
        () =>
            [.. AllPaths.Value.Where(path => path.EndsWith(".cs", StringComparison.Ordinal)).Select(SourceFile.Read)]);

    /// <summary>The repository's root folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every file, relative to the root.</summary>
    public static IReadOnlyList<string> Paths => AllPaths.Value;

    /// <summary>Every C# file.</summary>
    public static IReadOnlyList<SourceFile> Sources => AllSources.Value;

    /// <summary>Every project.</summary>
    public static IReadOnlyList<ProjectFile> Projects { get; } =
        [.. AllPaths.Value.Where(path => path.EndsWith(".csproj", StringComparison.Ordinal)).Select(ProjectFile.Read)];

    /// <summary>The C# files below a folder.</summary>
    public static IEnumerable<SourceFile> SourcesIn(string folder) =>
        Sources.Where(source => source.Path.StartsWith(folder + "/", StringComparison.Ordinal));

    /// <summary>Where a path of the repository lies on this machine.</summary>
    public static string At(string path) => Path.Combine(Root, path);

    /// <summary>The lines that a git command prints.</summary>
    public static string[] Git(params string[] arguments)
    {
        using Process git = Process.Start(new ProcessStartInfo("git", arguments)
        {
            WorkingDirectory = Root,
            RedirectStandardOutput = true,
        })!;
        string output = git.StandardOutput.ReadToEnd();
        git.WaitForExit();
        return git.ExitCode == 0
            ? output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException($"git {string.Join(' ', arguments)} exited with {git.ExitCode}");
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LlamaOrch.slnx")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"no repository above {AppContext.BaseDirectory}");
    }
}
