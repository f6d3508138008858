using LlamaOrch.Client.Diagnosis;
using LlamaOrch.Client.Diagnosis.Checks;
using LlamaOrch.Client.Tests.Scenes;
using LlamaOrch.Contracts.Nodes;
using Xunit;
using static LlamaOrch.Client.Tests.Scenes.Pictures;

namespace LlamaOrch.Client.Tests.Diagnosis;

[Trait("lane", "unit")]
public sealed class TokenCheckTests
{
    private readonly TokenCheck check = new();

    [Fact]
    public void No_token_is_well_on_one_machine_and_an_error_beyond_it()
    {
        FleetPicture open = Well() with { Status = Status() with { TokenRequired = false } };
        NodeView elsewhere = Node("n1") with { Address = new Uri("http://10.0.0.7:9200") };

        check.FindsNothingIn(open);
        check.Finds(open with { Nodes = [elsewhere] }, "token-none", Severity.Error, null, "10.0.0.7:9200");
    }

    [Fact]
    public void A_role_that_only_looks_is_a_note()
    {
        check.FindsNothingIn(Well());
        check.Finds(
            Well() with { Status = Status() with { Role = "client" } },
            "token-role", Severity.Info, null, "a client may");
    }

    [Fact]
    public void A_control_plane_that_does_not_tell_is_a_note() =>
        check.Finds(Well() with { Status = null }, "token-unknown", Severity.Info, null, "does not tell");
}
