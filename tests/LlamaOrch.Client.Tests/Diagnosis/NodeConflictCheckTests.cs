using LlamaOrch.Client.Diagnosis;
using LlamaOrch.Client.Diagnosis.Checks;
using LlamaOrch.Client.Tests.Scenes;
using LlamaOrch.Contracts.Nodes;
using Xunit;
using static LlamaOrch.Client.Tests.Scenes.Pictures;

namespace LlamaOrch.Client.Tests.Diagnosis;

[Trait("lane", "unit")]
public sealed class NodeConflictCheckTests
{
    private readonly NodeConflictCheck check = new();

    [Fact]
    public void Two_agents_that_claim_one_node_id_are_an_error_that_names_the_refused_one()
    {
        var other = new NodeConflict("machine-2", new Uri("http://10.0.0.9:9200"), DateTimeOffset.UnixEpoch);

        check.FindsNothingIn(Well());
        check.Finds(
            Of(Node("n1"), Node("n2") with { Conflict = other }),
            "node-id-conflict", Severity.Error, "n2", "http://10.0.0.9:9200/");
    }
}
