using LlamaOrch.Client.Diagnosis;
using LlamaOrch.Client.Diagnosis.Checks;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.Contracts.Nodes;
using LlamaOrch.Contracts.Pools;
using Xunit;
using static LlamaOrch.Client.Tests.Scenes.Pictures;

namespace LlamaOrch.Client.Tests.Diagnosis;

[Trait("lane", "unit")]
public sealed class FindingGroupTests
{
    [Fact]
    public void Many_nodes_with_one_trouble_are_one_group_that_names_them_all()
    {
        FindingGroup group = Assert.Single(FindingGroup.Of(Silent(1, 2, 3, 4, 5)));

        Assert.Equal("n1", group.First.Subject);
        Assert.Equal(["n2", "n3", "n4", "n5"], group.Others);
    }

    [Fact]
    public void A_few_are_shown_one_by_one() => Assert.All(
        Groups(3, Silent(1, 2, 3)), group => Assert.Empty(group.Others));

    [Fact]
    public void What_asks_for_something_else_is_not_hidden_among_many()
    {
        Finding other = Silent(6)[0] with { Advice = "Give it the right token." };

        IReadOnlyList<FindingGroup> groups = Groups(2, [.. Silent(1, 2, 3, 4), other, .. Silent(5)]);

        Assert.Equal(["n2", "n3", "n4", "n5"], groups[0].Others);
        Assert.Equal("n6", groups[1].First.Subject);
        Assert.Empty(groups[1].Others);
    }

    [Fact]
    public void Engines_that_ended_with_other_words_are_other_groups() => Assert.Equal(
        [("n1-p", 3), ("n5-p", 0), ("n6-p", 0)],
        Groups(3, [.. new PoolStateCheck().Examine(Of([.. Enumerable.Range(1, 6).Select(Failed)]))])
            .Select(group => (group.First.Subject, group.Others.Count)));

    [Fact]
    public void Another_kind_and_another_severity_are_other_groups() => Assert.Equal(
        ["n1", "n1", "n1"],
        Groups(
            3,
            [
                .. Silent(1, 2, 3, 4),
                .. Silent(1, 2, 3, 4).Select(finding => finding with { Severity = Severity.Info }),
                .. Silent(1, 2, 3, 4).Select(finding => finding with { Id = "another" }),
            ]).Select(group => group.First.Subject));

    [Fact]
    public void What_is_about_the_whole_fleet_is_never_joined() =>
        Groups(5, [.. Silent(1, 2, 3, 4, 5).Select(finding => finding with { Subject = null, Advice = "Look." })]);

    [Fact]
    public void Each_finding_of_a_large_fleet_is_in_one_group() => Assert.Equal(
        1_000,
        FindingGroup.Of(Silent([.. Enumerable.Range(1, 1_000)])).Sum(group => 1 + group.Others.Count));

    private static NodeView Failed(int number) => Node($"n{number}", Pool($"n{number}-p") with
    {
        State = PoolState.Failed,
        Ready = false,
        LastError = number < 5 ? $"out of memory, {number} MiB short" : "no such file",
    });

    private static IReadOnlyList<FindingGroup> Groups(int count, IEnumerable<Finding> findings)
    {
        IReadOnlyList<FindingGroup> groups = FindingGroup.Of(findings);
        Assert.Equal(count, groups.Count);
        return groups;
    }

    /// <summary>What the check itself says of silent nodes: with addresses and ages of their own.</summary>
    private static Finding[] Silent(params int[] numbers) =>
    [
        .. new ReachabilityCheck().Examine(Of([.. numbers.Select(number => Node("n1") with
        {
            NodeId = new NodeId($"n{number}"),
            State = NodeState.Offline,
            Address = new Uri($"http://10.0.{number / 250}.{number % 250}:9200"),
            LastHeartbeat = Now.AddSeconds(-100 - number),
        })]) with { Probes = new Dictionary<string, NodeProbe>() }),
    ];
}
