namespace LlamaOrch.TestKit.Processes;

/// <summary>Where the built programs lie.</summary>
public static class BuiltHost
{
    /// <summary>The repository's root: the nearest folder above that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>A host's executable, as the build of the tests has made it.</summary>
    /// <exception cref="FileNotFoundException">It was not built.</exception>
    public static string PathOf(string host)
    {
        string path = Path.Combine(Root, "artifacts", "bin", host, "release", host);
        return File.Exists(path) ? path : throw new FileNotFoundException($"{host} was not built: {path}", path);
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LlamaOrch.slnx")))
                return folder.FullName;
        }

        throw new DirectoryNotFoundException($"no LlamaOrch.slnx above {AppContext.BaseDirectory}");
    }
}
