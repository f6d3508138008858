using LlamaOrch.Hosting.Settings;
using Xunit;

namespace LlamaOrch.Orchestrator.Tests.Settings;

[Trait("lane", "unit")]
public sealed class NearestNameTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("slots", "slot", 1)]
    [InlineData("adrd", "addr", 1)]
    [InlineData("model_pth", "model_path", 1)]
    public void Changes_are_counted(string from, string to, int changes)
    {
        Assert.Equal(changes, NearestName.Changes(from, to));
        Assert.Equal(changes, NearestName.Changes(to, from));
    }

    [Fact]
    public void The_nearest_is_found_and_what_is_far_is_not()
    {
        string[] names = ["addr", "queue_capacity", "queue_policy"];

        Assert.Equal("queue_policy", NearestName.Of("Queue-polcy", names));
        Assert.Null(NearestName.Of("listen", names));
    }
}
