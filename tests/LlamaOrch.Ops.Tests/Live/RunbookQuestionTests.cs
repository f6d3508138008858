using LlamaOrch.Ops.Tests.Documents;
using Xunit;

namespace LlamaOrch.Ops.Tests.Live;

public sealed class RunbookQuestionTests(SharedOpsFleet shared) : IClassFixture<SharedOpsFleet>
{
    public static TheoryData<string> Sections { get; } =
        [.. Questions.Select(block => block.Section).Distinct()];

    private static IEnumerable<RunbookBlock> Questions =>
        RunbookPage.Blocks.Where(block => block.Kind == RunbookBlock.Run);

    [Theory]
    [MemberData(nameof(Sections))]
    public async Task Questions_of_a_section_are_answered_by_a_live_fleet(string section) =>
        Assert.NotEmpty(await RunbookShell.SucceedsAsync(
            Questions.Where(block => block.Section == section),
            shared.Fleet.Environment(shared.TaskId)));
}
