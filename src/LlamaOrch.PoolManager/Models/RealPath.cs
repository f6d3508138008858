namespace LlamaOrch.PoolManager.Models;

/// <summary>Where a path leads when every link on its way is followed.</summary>
internal static class RealPath
{
    // What Linux follows too.
    private const int LinksMax = 40;

    /// <summary>The path without links; null when it leads in circles.</summary>
    public static string? Of(string path)
    {
        string whole = Path.GetFullPath(path);
        int links = 0;
        for (int at = 1; at <= whole.Length; at++)
        {
            if (at < whole.Length && whole[at] != '/')
                continue;
            if (new FileInfo(whole[..at]).LinkTarget is not string target)
                continue;
            if (++links > LinksMax)
                return null;
            string folder = Path.GetDirectoryName(whole[..at])!;
            whole = Path.GetFullPath(Path.Combine(folder, target) + whole[at..]);
            at = 0;
        }

        return whole;
    }

    /// <summary>Whether a path without links lies below a folder without links.</summary>
    public static bool IsBelow(string path, string folder) =>
        path.StartsWith(folder.TrimEnd('/') + '/', StringComparison.Ordinal);
}
