using LlamaOrch.Ops.Tests.Documents;
using Xunit;

namespace LlamaOrch.Ops.Tests.Live;

public sealed class RunbookChangeTests(SharedOpsFleet shared) : IClassFixture<SharedOpsFleet>
{
    public static TheoryData<string> Sections { get; } =
        [.. Changes.Select(block => block.Section).Distinct()];

    private static IEnumerable<RunbookBlock> Changes =>
        RunbookPage.Blocks.Where(block => block.Kind == RunbookBlock.Change);

    // What they take out is the first node; the second one serves throughout.
    [Theory]
    [MemberData(nameof(Sections))]
    public async Task Changes_of_a_section_are_taken_by_a_live_fleet(string section)
    {
        await shared.Fleet.HasFirstNodeAsync();
        string task = await shared.Fleet.RunningTaskAsync();

        await RunbookShell.SucceedsAsync(
            Changes.Where(block => block.Section == section), shared.Fleet.Environment(task));

        shared.Fleet.ReleaseTasks();
    }
}
