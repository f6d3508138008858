using LlamaOrch.PoolManager.Models;
using LlamaOrch.TestKit.Files;

namespace LlamaOrch.PoolManager.Tests.Models;

[Trait("lane", "unit")]
public sealed class RealPathTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Links_on_the_way_and_at_the_end_are_followed()
    {
        Directory.CreateDirectory(folder.File("real", "sub"));
        Directory.CreateSymbolicLink(folder.File("link"), "real");
        File.CreateSymbolicLink(folder.File("real", "sub", "a"), "../b");

        Assert.Equal(folder.File("real", "b"), RealPath.Of(folder.File("link", "sub", "a")));
        Assert.Equal(folder.File("real", "none"), RealPath.Of(folder.File("link", "none")));
    }

    [Fact]
    public void A_link_in_a_circle_leads_nowhere()
    {
        Directory.CreateSymbolicLink(folder.File("a"), "b");
        Directory.CreateSymbolicLink(folder.File("b"), "a");

        Assert.Null(RealPath.Of(folder.File("a", "x")));
    }

    [Fact]
    public void A_folder_with_the_same_beginning_is_not_below()
    {
        Assert.True(RealPath.IsBelow("/models/a", "/models"));
        Assert.False(RealPath.IsBelow("/models-other/a", "/models"));
        Assert.False(RealPath.IsBelow("/models", "/models"));
    }
}
