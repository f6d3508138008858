using LlamaOrch.Client.Diagnosis;
using LlamaOrch.Client.Diagnosis.Checks;
using LlamaOrch.Client.Tests.Scenes;
using LlamaOrch.Contracts.Nodes;
using Xunit;
using static LlamaOrch.Client.Tests.Scenes.Pictures;

namespace LlamaOrch.Client.Tests.Diagnosis;

[Trait("lane", "unit")]
public sealed class VersionCheckTests
{
    private readonly VersionCheck check = new();

    [Fact]
    public void A_node_of_another_version_is_named_with_it()
    {
        NodeView old = Node("n2", Pool("n2-p0")) with { Version = "0.1.9" };

        check.FindsNothingIn(Well());
        check.Finds(Of(Node("n1"), old), "version-skew", Severity.Warning, null, "n2 0.1.9");
    }

    [Fact]
    public void A_program_of_another_version_is_a_note_only() =>
        check.Finds(Well() with { OwnVersion = "0.3.0" }, "tool-version", Severity.Info, null, "0.3.0");
}
