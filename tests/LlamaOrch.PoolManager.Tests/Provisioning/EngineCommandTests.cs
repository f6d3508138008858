using LlamaOrch.PoolManager.Provisioning;

namespace LlamaOrch.PoolManager.Tests.Provisioning;

[Trait("lane", "unit")]
public sealed class EngineCommandTests
{
    [Theory]
    [InlineData("/bin/engine", new[] { "/bin/engine" })]
    [InlineData("  dotnet  a.dll engine ", new[] { "dotnet", "a.dll", "engine" })]
    [InlineData("'/a b/engine' --x \"y z\"", new[] { "/a b/engine", "--x", "y z" })]
    [InlineData("a'b c'd", new[] { "ab cd" })]
    [InlineData("a ''", new[] { "a", "" })]
    [InlineData("", new string[0])]
    [InlineData("a 'open", new string[0])]
    public void Split_keeps_quoted_parts_together(string command, string[] parts) =>
        Assert.Equal(parts, EngineCommand.Split(command));

    [Fact]
    public void Resolve_without_a_setting_is_this_program_with_the_engine_verb()
    {
        IReadOnlyList<string> command = EngineCommand.Resolve(null);

        Assert.Equal(Environment.ProcessPath, command[0]);
        Assert.Equal("engine", command[^1]);
    }
}
