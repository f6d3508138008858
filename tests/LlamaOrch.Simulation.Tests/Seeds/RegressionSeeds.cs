using System.Globalization;

namespace LlamaOrch.Simulation.Tests.Seeds;

/// <summary>The seeds that once broke a rule: <c>regressions.txt</c>.</summary>
internal static class RegressionSeeds
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<ulong> All { get; } = [.. Read()];

    private static IEnumerable<ulong> Read()
    {
        using Stream file = typeof(RegressionSeeds).Assembly.GetManifestResourceStream(
            "LlamaOrch.Simulation.Tests.Seeds.regressions.txt")!;
        using var reader = new StreamReader(file);
        while (reader.ReadLine() is string line)
        {
            string seed = line.Split('#')[0].Trim();
            if (seed.Length > 0)
                yield return ulong.Parse(seed, CultureInfo.InvariantCulture);
        }
    }
}
