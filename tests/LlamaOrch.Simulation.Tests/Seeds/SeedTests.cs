using System.Globalization;
using Xunit;

namespace LlamaOrch.Simulation.Tests.Seeds;

public sealed class SeedTests(ITestOutputHelper output)
{
    private const int SeedsOfEveryRun = 300;
    private const int LinesOfReplay = 5_000;

    [Fact]
    public void A_few_hundred_seeds_break_no_rule() =>
        Hold([.. Range(First("LLORCH_SEED_FIRST"), First("LLORCH_SEEDS", SeedsOfEveryRun))]);

    [Fact]
    public void Every_seed_that_once_failed_breaks_no_rule() => Hold(RegressionSeeds.All);

    [Fact]
    public void A_seed_runs_the_same_way_each_time()
    {
        for (ulong seed = 1; seed <= 5; seed++)
        {
            SeedResult once = SeedRunner.Run(seed, LinesOfReplay);
            SeedResult again = SeedRunner.Run(seed, LinesOfReplay);

            Assert.Equal(once.Trace, again.Trace);
            Assert.Equal(once.Steps, again.Steps);
        }
    }

    [Fact]
    public void A_replay_shows_what_happened()
    {
        SeedResult replay = SeedRunner.Run(First("LLORCH_SEED", 1), LinesOfReplay);
        foreach (string line in replay.Trace)
            output.WriteLine(line);

        Assert.NotEmpty(replay.Trace);
        Assert.True(replay.Broken is null, replay.Broken);
    }

    private void Hold(IReadOnlyList<ulong> seeds)
    {
        if (SeedRunner.FirstFailure(seeds, Tell) is SeedResult failure)
            Assert.Fail(failure.Story);
        output.WriteLine($"{seeds.Count} seeds broke no rule.");

        void Tell(int played) => output.WriteLine($"{played} of {seeds.Count} seeds played, none broke a rule.");
    }

    private static IEnumerable<ulong> Range(ulong first, ulong count)
    {
        for (ulong seed = first; seed < first + count; seed++)
            yield return seed;
    }

    private static ulong First(string variable, ulong otherwise = 1) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? ulong.Parse(text, CultureInfo.InvariantCulture)
            : otherwise;
}
