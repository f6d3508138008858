using LlamaOrch.Client.Diagnosis;
using LlamaOrch.Client.Diagnosis.Checks;
using LlamaOrch.Client.Tests.Scenes;
using LlamaOrch.Contracts.Nodes;
using Xunit;
using static LlamaOrch.Client.Tests.Scenes.Pictures;

namespace LlamaOrch.Client.Tests.Diagnosis;

[Trait("lane", "unit")]
public sealed class DiskCheckTests
{
    private readonly DiskCheck check = new();

    [Theory]
    [InlineData(0.4, 1000, "disk-full", Severity.Error)]
    [InlineData(4.9, 1000, "disk-low", Severity.Warning)]
    public void A_disk_without_room_is_found_on_a_node(double free, int total, string id, Severity severity) =>
        check.Finds(
            Of(Node("n1") with { Disks = [Disk(free, total)] }), id, severity, "n1", "The disk of n1 for model files");

    [Theory]
    [InlineData(5.1, 1000)]
    [InlineData(1, 10)]
    public void A_disk_with_room_for_its_size_is_well(double free, int total) =>
        check.FindsNothingIn(Of(Node("n1") with { Disks = [Disk(free, total)] }));

    [Fact]
    public void The_control_planes_own_disk_is_looked_at() => check.Finds(
        Well() with { Status = Status() with { Disks = [Disk(0.1, 10)] } },
        "disk-full", Severity.Error, "orchestratord", "0.1 GiB of 10.0 GiB");

    [Fact]
    public void A_node_that_does_not_tell_is_a_note() =>
        check.Finds(Of(Node("n1") with { Disks = null }), "disk-unknown", Severity.Info, null, "n1");

    private static DiskReport Disk(double free, int total) =>
        new(DiskPurpose.Models, (long)(free * Gibibyte), total * Gibibyte);
}
