namespace LlamaOrch.Simulation.Tests.Seeds;

/// <summary>What came of a seed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Broken">The rule that it broke; null for none.</param>
/// <param name="Steps">Events until then.</param>
/// <param name="Trace">The last of them; empty unless it was asked for.</param>
internal sealed record SeedResult(ulong Seed, string? Broken, long Steps, IReadOnlyList<string> Trace)
{
    private const string Program = "artifacts/bin/LlamaOrch.Simulation.Tests/release/LlamaOrch.Simulation.Tests";

    /// <summary>All that is needed to look into it.</summary>
    public string Story =>
        $"""
        {string.Join('\n', Trace)}
        Seed {Seed} broke a rule at step {Steps}: {Broken}
        Replay it: LLORCH_SEED={Seed} {Program} -method "*replay*" -showLiveOutput
        Once mended, put it into Seeds/regressions.txt.
        """;
}
