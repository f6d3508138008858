using LlamaOrch.Contracts.Handoff;
using LlamaOrch.Contracts.Ids;
using LlamaOrch.PoolManager.Handoff;
using LlamaOrch.TestKit.Files;

namespace LlamaOrch.PoolManager.Tests.Handoff;

[Trait("lane", "unit")]
public sealed class HandoffFolderTests : IDisposable
{
    private readonly TemporaryDirectory temporary = new();
    private readonly HandoffFolder folder;

    public HandoffFolderTests() => folder = new HandoffFolder(temporary.Path);

    public void Dispose() => temporary.Dispose();

    [Fact]
    public void Written_file_is_read_back_as_it_was()
    {
        HandoffFile file = File("p") with { ModelId = new ModelId("m"), Slots = 3, EngineVersion = "1" };
        folder.Write(file);

        Assert.Equal(file, HandoffReader.Read(folder.List().Single()).File);
    }

    [Fact]
    public void Write_leaves_nothing_but_the_file()
    {
        folder.Write(File("p"));
        folder.Write(File("p"));

        Assert.Equal(["p.json"], Directory.GetFiles(temporary.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void List_leaves_out_other_files()
    {
        System.IO.File.WriteAllText(temporary.File(".p.1.tmp"), "x");
        System.IO.File.WriteAllText(temporary.File("readme.md"), "x");

        Assert.Empty(folder.List());
    }

    [Fact]
    public void List_of_very_many_files_is_bounded()
    {
        for (int index = 0; index < HandoffFolder.FilesMax + 5; index++)
            System.IO.File.WriteAllText(temporary.File($"p{index}.json"), "x");

        Assert.Equal(HandoffFolder.FilesMax, folder.List().Count);
    }

    [Fact]
    public void Delete_of_a_missing_file_is_fine() => folder.Delete(new PoolId("p"));

    private static HandoffFile File(string poolId) => new()
    {
        PoolId = new PoolId(poolId),
        Engine = "llamacpp",
        Url = new Uri("http://127.0.0.1:8081"),
    };
}
