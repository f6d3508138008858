using LlamaOrch.Contracts.Ids;
using LlamaOrch.PoolManager.Engines;

namespace LlamaOrch.PoolManager.Tests.Engines;

[Trait("lane", "unit")]
public sealed class ModelNamesTests
{
    [Theory]
    [InlineData("/models/llorch-tiny.gguf", "llorch-tiny")]
    [InlineData("C:\\models\\Qwen 3 (8B).gguf", "Qwen-3--8B-")]
    [InlineData("a..b.gguf", "a.-b")]
    public void FromPath_is_the_files_name_in_the_form_of_an_id(string path, string id) =>
        Assert.Equal(new ModelId(id), ModelNames.FromPath(path));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/models/.gguf")]
    public void FromPath_without_a_name_is_nothing(string? path) => Assert.Null(ModelNames.FromPath(path));

    [Theory]
    [InlineData("org/model", true)]
    [InlineData("a b", false)]
    public void Parse_takes_only_ids(string text, bool isId) => Assert.Equal(isId, ModelNames.Parse(text) is not null);
}
