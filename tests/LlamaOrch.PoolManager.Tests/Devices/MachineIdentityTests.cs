using LlamaOrch.PoolManager.Devices;
using LlamaOrch.TestKit.Files;

namespace LlamaOrch.PoolManager.Tests.Devices;

[Trait("lane", "unit")]
public sealed class MachineIdentityTests : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_takes_the_systems_id()
    {
        File.WriteAllText(folder.File("system"), "0123abcd\n");

        Assert.Equal("0123abcd", MachineIdentity.Read(folder.File("system"), folder.Path));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("uninitialized and more")]
    public void Read_without_a_usable_system_id_makes_one_and_keeps_it(string? system)
    {
        if (system is not null)
            File.WriteAllText(folder.File("system"), system);

        string made = MachineIdentity.Read(folder.File("system"), folder.Path);

        Assert.Equal(32, made.Length);
        Assert.Equal(made, MachineIdentity.Read(folder.File("system"), folder.Path));
    }
}
