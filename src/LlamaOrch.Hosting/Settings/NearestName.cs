namespace LlamaOrch.Hosting.Settings;

/// <summary>Finds what somebody meant who misspelt a name.</summary>
public static class NearestName
{
    /// <summary>
    /// The name that is fewest changes away; null when none is near enough to be meant: more than a third of its
    /// letters would be others.
    /// </summary>
    public static string? Of(string written, IEnumerable<string> names) => names
        .Select(name => (Name: name, Changes: Changes(written.ToLowerInvariant(), name.ToLowerInvariant())))
        .Where(each => each.Changes <= Math.Max(1, each.Name.Length / 3))
        .OrderBy(each => each.Changes)
        .Select(each => each.Name)
        .FirstOrDefault();

    /// <summary>
    /// How many letters must be added, removed, replaced or swapped with their neighbour to turn one into the other.
    /// </summary>
    public static int Changes(string from, string to)
    {
        // Three rows of the table are enough: a swap looks two rows back.
        int[] before = new int[to.Length + 1];
        int[] previous = [.. Enumerable.Range(0, to.Length + 1)];
        int[] current = new int[to.Length + 1];
        for (int row = 1; row <= from.Length; row++)
        {
            current[0] = row;
            for (int column = 1; column <= to.Length; column++)
            {
                int replaced = previous[column - 1] + (from[row - 1] == to[column - 1] ? 0 : 1);
                current[column] = Math.Min(replaced, Math.Min(previous[column], current[column - 1]) + 1);
                if (row > 1 && column > 1 && from[row - 1] == to[column - 2] && from[row - 2] == to[column - 1])
                    current[column] = Math.Min(current[column], before[column - 2] + 1);
            }

            (before, previous, current) = (previous, current, before);
        }

        return previous[to.Length];
    }
}
