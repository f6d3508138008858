using LlamaOrch.Client.Diagnosis;
using LlamaOrch.Client.Diagnosis.Checks;
using LlamaOrch.Client.Tests.Scenes;
using Xunit;
using static LlamaOrch.Client.Tests.Scenes.Pictures;

namespace LlamaOrch.Client.Tests.Diagnosis;

[Trait("lane", "unit")]
public sealed class ClockCheckTests
{
    private readonly ClockCheck check = new();

    [Theory]
    [InlineData("2.5", Severity.Warning, "2.5 s ahead of")]
    [InlineData("-2.5", Severity.Warning, "2.5 s behind")]
    [InlineData("-31", Severity.Error, "31.0 s behind")]
    public void A_nodes_clock_that_is_off_is_found_by_how_much(string skew, Severity severity, string what) =>
        check.Finds(
            Well().With($"orchd_node_clock_skew_seconds{{node_id=\"n2\"}} {skew}"), "clock-skew", severity, "n2", what);

    [Fact]
    public void A_clock_within_the_time_that_a_heartbeat_takes_is_well() =>
        check.FindsNothingIn(Well().With("orchd_node_clock_skew_seconds{node_id=\"n2\"} -1.9"));

    [Fact]
    public void The_control_planes_clock_is_compared_with_this_machines() =>
        check.Finds(
            Well() with { ClockDifference = TimeSpan.FromMinutes(1) },
            "clock-skew", Severity.Error, null, "The control plane's clock is 60.0 s ahead of this machine's");
}
