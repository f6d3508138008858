using LlamaOrch.Contracts.Processes;
using LlamaOrch.PoolManager.Supervision;

namespace LlamaOrch.PoolManager.Tests.Supervision;

[Trait("lane", "unit")]
public sealed class EngineSupervisorTests
{
    [Theory]
    [InlineData(ExitCode.BadModelFile, true)]
    [InlineData(ExitCode.TooLittleMemory, true)]
    [InlineData(ExitCode.EngineLibraryTampered, true)]
    [InlineData(ExitCode.Usage, true)]
    [InlineData(ExitCode.EngineLibraryUnavailable, false)]
    [InlineData(ExitCode.PortInUse, false)]
    [InlineData(ExitCode.Internal, false)]
    [InlineData(ExitCode.Ok, false)]
    public void Exit_codes_that_a_new_start_would_end_with_again_are_hopeless(ExitCode code, bool hopeless) =>
        Assert.Equal(hopeless, EngineSupervisor.IsHopeless((int)code));

    [Fact]
    public void A_kill_is_not_hopeless() => Assert.False(EngineSupervisor.IsHopeless(137));
}
