using System.Globalization;

namespace LlamaOrch.Bench.Processes;

/// <summary>Finds the processes that a process has started.</summary>
internal static class ChildPids
{
    /// <summary>The ids of its living children, the oldest first.</summary>
    public static IReadOnlyList<int> Of(int parent)
    {
        List<int> children = [];
        foreach (string path in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(path), out int pid) && ParentOf(pid) == parent)
                children.Add(pid);
        }

        children.Sort();
        return children;
    }

    private static int ParentOf(int pid)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{pid}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            // It ended while we looked.
            return 0;
        }
    }
}
